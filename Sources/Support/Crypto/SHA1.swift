import COpenSSL

/// SHA-1 as a name for files, which is all that the AWS CLI's cache uses it for; nothing may rely on its strength.
package enum SHA1 {
    /// The digest in lowercase hexadecimal.
    package static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        let digest = [UInt8](unsafeUninitializedCapacity: 20) { output, count in
            let succeeded = EVP_Digest(bytes, bytes.count, output.baseAddress, nil, EVP_sha1(), nil)
            precondition(succeeded == 1, "libcrypto failed to compute a SHA-1 digest")
            count = 20
        }
        return Crypto.hex(digest)
    }
}
