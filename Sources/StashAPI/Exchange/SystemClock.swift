import Glibc
import SyncModel

/// Our own clock.
func systemClock() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(rawValue: time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
}
