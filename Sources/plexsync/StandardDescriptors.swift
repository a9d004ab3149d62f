import Foundation

/// What every program relies on: that 0, 1 and 2 are input, output and errors.
enum StandardDescriptors {
    /// Gives those that our caller has closed to `/dev/null`. Otherwise the next file or connection that is opened would
    /// be one of them, and what is printed would go into it. Output that nobody can read stays an error of the write.
    static func fill() {
        let modes = [STDIN_FILENO: O_RDONLY, STDOUT_FILENO: O_RDONLY, STDERR_FILENO: O_WRONLY]
        // In this order, for the system hands out the lowest number that is free.
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            guard open("/dev/null", modes[descriptor] ?? O_RDWR) >= 0 else { return }
        }
    }
}
