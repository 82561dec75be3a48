extension StruckFaults {
    /// The answer with another body, if one of the faults is about that, and the delivery that goes with the others.
    func spoiled(_ answer: Answer) -> Answer {
        guard !kinds.isEmpty else { return answer }
        var spoiled = answer
        for kind in Fault.Kind.allCases where kinds.contains(kind) {
            let body = spoiled.body
            Self.spoil(&spoiled, kind)
            if spoiled.body != body { apply(kind) }
        }
        spoiled.delivery = delivery()
        return spoiled
    }

    private static func spoil(_ answer: inout Answer, _ kind: Fault.Kind) {
        switch kind {
        case .html502: answer = badGateway
        case .malformed:
            let isJSON = answer.body.first == UInt8(ascii: "{")
            answer.body.replace((isJSON ? "\":" : "</").utf8, with: (isJSON ? "\"=" : "<!/").utf8, maxReplacements: 1)
        case .entityBomb:
            answer.body.insert(contentsOf: entityBomb, at: 0)
            answer.body.replace("<RequestId>".utf8, with: "<RequestId>&z;".utf8, maxReplacements: 1)
        case .deepNesting:
            let depth = 100_000
            let nest = String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
            answer.body.replace("<RequestId>".utf8, with: "\(nest)<RequestId>".utf8, maxReplacements: 1)
        case .hugeText:
            // In an element that every client reads; in an unknown one it could be skipped.
            let text = "<RequestId>" + String(repeating: "x", count: 20 << 20)
            answer.body.replace("<RequestId>".utf8, with: text.utf8, maxReplacements: 1)
        case .gzip:
            answer.body = GZip.stored(answer.body)
            answer.headers.append(ReceivedRequest.Header(name: "Content-Encoding", value: "gzip"))
        default: break
        }
    }

    /// The page of a load balancer, which knows nothing of request ids.
    private static let badGateway = Answer(
        status: 502,
        headers: [ReceivedRequest.Header(name: "Content-Type", value: "text/html")],
        body: Array(
            "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>".utf8
        )
    )

    /// A billion laughs: each entity is ten of the one before.
    private static let entityBomb: [UInt8] = {
        var text = "<!DOCTYPE bomb [<!ENTITY a \"laugh\">"
        for (entity, before) in zip("bcdefghijz", "abcdefghij") {
            text += "<!ENTITY \(entity) \"\(String(repeating: "&\(before);", count: 10))\">"
        }
        return Array("\(text)]>".utf8)
    }()
}

/// The gzip format with stored blocks, which is valid and needs no compressor.
///
/// Source: https://www.rfc-editor.org/rfc/rfc1952 and https://www.rfc-editor.org/rfc/rfc1951#section-3.2.4
enum GZip {
    private static let largestBlock = 65_535

    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        // Magic, deflate, no flags, no time, no extra flags, unknown system.
        var gzip: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
        var start = 0
        repeat {
            let end = min(start + largestBlock, bytes.count)
            gzip.append(end == bytes.count ? 1 : 0)
            append(UInt16(end - start), to: &gzip)
            append(~UInt16(end - start), to: &gzip)
            gzip += bytes[start..<end]
            start = end
        } while start < bytes.count
        append(checksum(bytes), to: &gzip)
        append(UInt32(truncatingIfNeeded: bytes.count), to: &gzip)
        return gzip
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }

    /// CRC-32 as RFC 1952 defines it.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ ($0 >> 8) }
    }

    private static let table: [UInt32] = (0..<256).map { number in
        (0..<8).reduce(UInt32(number)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }
}
