#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// One file of the run folder while it is being written: buffered, mode 0600, and under its own name only when whole.
///
/// Until then it is called `.NAME.partial`, so that a full disk or a kill never leaves half a file that looks finished.
final class OutputFile {
    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private static let bufferSize = 1 << 16

    private init(path: String) throws(ReportFailure) {
        self.path = path
        // What an earlier attempt left behind; O_EXCL then makes sure that nobody's link is followed.
        unlink(path)
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path: path, action: "create", code: errno) }
        buffer.reserveCapacity(Self.bufferSize)
    }

    /// Creates the file, lets `body` fill it, and renames it into place when every byte is on the disk.
    static func create(_ name: String, in folder: String, _ body: (OutputFile) throws -> Void) throws {
        let partial = "\(folder)/.\(name).partial"
        let file = try OutputFile(path: partial)
        do {
            do {
                try body(file)
                try file.flush()
                guard fsync(file.descriptor) == 0 else { throw file.failure("write") }
            } catch {
                close(file.descriptor)
                throw error
            }
            guard close(file.descriptor) == 0 else { throw file.failure("write") }
            guard rename(partial, "\(folder)/\(name)") == 0 else {
                throw ReportFailure.file(path: "\(folder)/\(name)", action: "put in place", code: errno)
            }
        } catch {
            unlink(partial)
            throw error
        }
    }

    func append(_ bytes: some Collection<UInt8>) throws(ReportFailure) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    func append(_ text: String) throws(ReportFailure) {
        try append(text.utf8)
    }

    private func flush() throws(ReportFailure) {
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes { bytes in
                write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("write")
            }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func failure(_ action: String) -> ReportFailure {
        .file(path: path, action: action, code: errno)
    }
}
