import COpenSSL

/// SHA-256 of bytes that are in memory as a whole; `SHA256Stream` is for those that arrive in pieces.
package enum SHA256 {
    package static let byteCount = 32

    /// The 32 bytes of the digest.
    package static func digest(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        // Arrays, slices and UTF-8 views of native strings lend their storage; only other sequences are copied.
        bytes.withContiguousStorageIfAvailable { digest(UnsafeRawBufferPointer($0)) } ?? digest(Array(bytes))
    }

    package static func digest(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { output, count in
            let succeeded = EVP_Digest(
                bytes.baseAddress,
                bytes.count,
                output.baseAddress,
                nil,
                algorithm,
                nil
            )
            precondition(succeeded == 1, "libcrypto failed to compute a SHA-256 digest")
            count = byteCount
        }
    }

    /// The digest in lowercase hexadecimal.
    package static func hex(_ bytes: some Sequence<UInt8>) -> String {
        Crypto.hex(digest(bytes))
    }

    // Fetched once: `EVP_sha256()` makes OpenSSL 3 look the implementation up again on every call.
    // nonisolated(unsafe) because a pointer is never Sendable; a fetched EVP_MD is immutable and never freed here.
    nonisolated(unsafe) static let algorithm: OpaquePointer = {
        guard let algorithm = EVP_MD_fetch(nil, "SHA256", nil) else {
            preconditionFailure("libcrypto offers no SHA-256: check the providers in openssl.cnf")
        }
        return algorithm
    }()
}

/// SHA-256 of bytes that arrive in pieces, such as a response body.
///
/// Not Sendable: its owner feeds it from one place at a time.
package final class SHA256Stream {
    private let context: OpaquePointer

    package init() {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("libcrypto is out of memory") }
        self.context = context
        start()
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    package func update(_ bytes: UnsafeRawBufferPointer) {
        let succeeded = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(succeeded == 1, "libcrypto failed to continue a SHA-256 digest")
    }

    /// The digest of everything since the start, in lowercase hexadecimal; afterwards the stream is empty again.
    package func finishHex() -> String {
        let digest = [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { output, count in
            let succeeded = EVP_DigestFinal_ex(context, output.baseAddress, nil)
            precondition(succeeded == 1, "libcrypto failed to finish a SHA-256 digest")
            count = SHA256.byteCount
        }
        start()
        return hex(digest)
    }

    private func start() {
        precondition(EVP_DigestInit_ex2(context, SHA256.algorithm, nil) == 1, "libcrypto failed to start SHA-256")
    }
}
