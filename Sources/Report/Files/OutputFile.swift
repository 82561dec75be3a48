#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// One file of the run folder while it is being written: buffered, mode 0600, and called `.NAME.partial`.
///
/// It gets its own name when it and all the others are whole, so that a full disk or a kill never leaves half a file,
/// or half a report, that looks finished.
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

    /// Creates the file and lets `body` fill it; on return every byte is on the disk, under the partial name.
    static func create(_ name: String, in folder: String, _ body: (OutputFile) throws -> Void) throws {
        let file = try OutputFile(path: partial(name, in: folder))
        do {
            try body(file)
            try file.flush()
            guard fsync(file.descriptor) == 0 else { throw file.failure("write") }
        } catch {
            close(file.descriptor)
            discard(name, in: folder)
            throw error
        }
        guard close(file.descriptor) == 0 else { throw file.failure("write") }
    }

    /// Gives a file that was created its own name.
    static func publish(_ name: String, in folder: String) throws(ReportFailure) {
        guard rename(partial(name, in: folder), "\(folder)/\(name)") == 0 else {
            throw .file(path: "\(folder)/\(name)", action: "put in place", code: errno)
        }
    }

    /// Takes away a file that was created and not published, if there is one.
    static func discard(_ name: String, in folder: String) {
        unlink(partial(name, in: folder))
    }

    static func exists(_ name: String, in folder: String) -> Bool { access("\(folder)/\(name)", F_OK) == 0 }

    static func remove(_ name: String, from folder: String) throws(ReportFailure) {
        guard unlink("\(folder)/\(name)") == 0 || errno == ENOENT else {
            throw .file(path: "\(folder)/\(name)", action: "remove", code: errno)
        }
    }

    private static func partial(_ name: String, in folder: String) -> String { "\(folder)/.\(name).partial" }

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
