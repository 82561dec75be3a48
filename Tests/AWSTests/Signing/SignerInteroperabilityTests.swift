import AWS
import Foundation
import Testing

struct SignerInteroperabilityTests {
    private static let randomVectors = ProcessInfo.processInfo.environment["ORGSWEEP_SIGNER_VECTORS"]

    @Test func `the signer agrees with botocore on the requests chosen by hand`() throws {
        let file = try #require(
            Bundle.module.url(forResource: "sigv4-vectors", withExtension: "json", subdirectory: "Fixtures")
        )
        let vectors = try SignerVector.read(file)
        #expect(vectors.count >= 12)
        check(vectors)
    }

    @Test(
        .enabled(if: randomVectors != nil, "set ORGSWEEP_SIGNER_VECTORS to a file of Tests/Interoperability/signer.py")
    )
    func `the signer agrees with botocore on random requests`() throws {
        let vectors = try SignerVector.read(URL(filePath: #require(Self.randomVectors)))
        #expect(vectors.count >= 300)
        check(vectors)
    }

    private func check(_ vectors: [SignerVector]) {
        // One signer for all, so that its cache has to tell their keys apart, and every request twice.
        let signer = SigV4Signer()
        for vector in vectors + vectors {
            let signed = signer.sign(
                vector.request,
                service: vector.service,
                region: vector.region,
                credentials: vector.credentials,
                date: vector.date
            )
            #expect(signed.values("authorization") == [vector.authorization], "\(vector.name): \(vector.url)")
        }
    }
}
