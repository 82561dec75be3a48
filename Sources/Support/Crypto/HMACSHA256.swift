import COpenSSL

/// HMAC with SHA-256, the keyed digest of which Signature Version 4 is made.
///
/// Source: https://www.rfc-editor.org/rfc/rfc2104
package enum HMACSHA256 {
    /// The 32 bytes of the code; an empty key is allowed, as in the RFC.
    package static func authenticate(_ message: some Sequence<UInt8>, key: [UInt8]) -> [UInt8] {
        guard let context = EVP_MAC_CTX_new(algorithm) else { preconditionFailure("libcrypto is out of memory") }
        defer { EVP_MAC_CTX_free(context) }
        start(context, key: key)
        let updated =
            message.withContiguousStorageIfAvailable { EVP_MAC_update(context, $0.baseAddress, $0.count) }
            ?? Array(message).withUnsafeBufferPointer { EVP_MAC_update(context, $0.baseAddress, $0.count) }
        precondition(updated == 1, "libcrypto failed to continue an HMAC")
        return [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { output, count in
            let succeeded = EVP_MAC_final(context, output.baseAddress, &count, SHA256.byteCount)
            precondition(succeeded == 1 && count == SHA256.byteCount, "libcrypto failed to finish an HMAC")
        }
    }

    private static func start(_ context: OpaquePointer, key: [UInt8]) {
        // An empty array may lend no address at all, which EVP_MAC_init would take for "keep the previous key".
        let storage = key.isEmpty ? [0] : key
        var name = Array("SHA256".utf8CString)
        let succeeded = name.withUnsafeMutableBufferPointer { name in
            // The parameter keeps the address of its key, so the C string has to outlive EVP_MAC_init.
            OSSL_MAC_PARAM_DIGEST.withCString { digest in
                let parameters = [
                    OSSL_PARAM_construct_utf8_string(digest, name.baseAddress, 0), OSSL_PARAM_construct_end(),
                ]
                return storage.withUnsafeBufferPointer { EVP_MAC_init(context, $0.baseAddress, key.count, parameters) }
            }
        }
        precondition(succeeded == 1, "libcrypto failed to start an HMAC")
    }

    // nonisolated(unsafe) because a pointer is never Sendable; a fetched EVP_MAC is immutable and never freed here.
    nonisolated(unsafe) private static let algorithm: OpaquePointer = {
        guard let algorithm = EVP_MAC_fetch(nil, "HMAC", nil) else {
            preconditionFailure("libcrypto offers no HMAC: check the providers in openssl.cnf")
        }
        return algorithm
    }()
}
