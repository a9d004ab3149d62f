import Glibc

/// Writes all of `text`, waiting where the reader is slow.
///
/// - Throws: ``OutputError/readerLeft`` where SIGPIPE is ignored and nobody reads.
public func write(_ text: String, to descriptor: Int32, named target: String = "the output") throws(OutputError) {
    var text = text
    let failure: Int32? = text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            } else if errno == EAGAIN {  // whoever shares the terminal may have made it non-blocking
                var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = Glibc.poll(&poll, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
    switch failure {
    case nil: return
    case EPIPE?: throw .readerLeft
    case let number?: throw .cannotWrite(target: target, errno: number)
    }
}
