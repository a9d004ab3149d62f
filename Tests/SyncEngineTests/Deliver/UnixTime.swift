#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The machine's clock.
func unixSeconds() -> Int { time(nil) }
