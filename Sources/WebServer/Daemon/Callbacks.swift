import CMicroHTTPD

/// From C's pointers to the objects behind them, and nothing else.
extension Core {
    /// Settings with this core behind them; where to listen is left to fill in.
    var settings: cmhd_settings {
        var settings = cmhd_settings()
        settings.context = Unmanaged.passUnretained(self).toOpaque()
        settings.opened = { context, target, _ in
            guard let target else { return nil }
            return Core.at(context)?.open(String(cString: target))
        }
        settings.handler = { context, connection, _, method, _, data, size, slot in
            guard let core = Core.at(context), let connection, let method, let size,
                let exchange = Exchange.at(slot?.pointee)
            else { return .NO }
            let piece = UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : size.pointee)
            size.pointee = 0  // all of it is taken
            return core.handle(connection, String(cString: method), piece, exchange)
        }
        settings.completed = { context, connection, slot, _ in Core.at(context)?.complete(connection, slot) }
        return settings
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> Core? {
        context.map { Unmanaged<Core>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension Exchange {
    fileprivate static func at(_ context: UnsafeMutableRawPointer?) -> Exchange? {
        context.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
    }
}
