extension Instant {
    /// Reads `2026-11-22T15:00:00Z`, also with a fraction or with an offset such as `+00:00`.
    ///
    /// Written for the hot path: no Foundation, no String. Returns nil for anything else, calendar nonsense included.
    package init?(iso8601 bytes: some Sequence<UInt8>) {
        var reader = DigitReader(bytes.makeIterator())
        guard let year = reader.number(digits: 4), reader.take("-"),
            let month = reader.number(digits: 2), (1...12).contains(month), reader.take("-"),
            let day = reader.number(digits: 2), (1...Self.days(inMonth: month, of: year)).contains(day),
            reader.take("T"),
            let hour = reader.number(digits: 2), hour < 24, reader.take(":"),
            let minute = reader.number(digits: 2), minute < 60, reader.take(":"),
            let second = reader.number(digits: 2), second < 60,
            let offset = reader.zone()
        else { return nil }
        let local = Instant(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        let instant = local.adding(seconds: -Int64(offset))
        // At either end an offset leads out of the years that four digits can write, and nobody could read it again.
        guard offset == 0 || (0...9_999).contains(instant.components.year) else { return nil }
        self = instant
    }

    package init?(iso8601 text: String) {
        self.init(iso8601: text.utf8)
    }

    /// The form of every instant in files and on the wire: `2026-11-22T15:00:00Z`.
    package var iso8601: String { text(dateSeparator: "-", timeSeparator: ":") }

    /// The form without separators that Signature Version 4 uses: `20150830T123600Z`.
    package var iso8601Basic: String { text(dateSeparator: "", timeSeparator: "") }

    /// Byte by byte: a report has tens of thousands of instants, and interpolation makes a dozen strings of each.
    private func text(dateSeparator: StaticString, timeSeparator: StaticString) -> String {
        let parts = components
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20)
        func put(_ value: Int) {
            bytes.append(UInt8(ascii: "0") + UInt8(value / 10))
            bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
        }
        func put(_ separator: StaticString) {
            separator.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }
        if (0...9_999).contains(parts.year) {
            put(parts.year / 100)
            put(parts.year % 100)
        } else {
            bytes.append(contentsOf: String(parts.year).utf8)
        }
        put(dateSeparator)
        put(parts.month)
        put(dateSeparator)
        put(parts.day)
        bytes.append(UInt8(ascii: "T"))
        put(parts.hour)
        put(timeSeparator)
        put(parts.minute)
        put(timeSeparator)
        put(parts.second)
        bytes.append(UInt8(ascii: "Z"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The calendar day alone: `2026-11-22`.
    package var day: String {
        String(iso8601.prefix(10))
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Instant: CustomStringConvertible {
    package var description: String { iso8601 }
}

extension Instant: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(iso8601: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an ISO 8601 instant: \(text)")
        }
        self = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso8601)
    }
}

private struct DigitReader<Bytes: IteratorProtocol<UInt8>> {
    private var bytes: Bytes
    private var next: UInt8?

    init(_ bytes: Bytes) {
        self.bytes = bytes
        self.next = self.bytes.next()
    }

    private mutating func advance() {
        next = bytes.next()
    }

    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let byte = next, (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
            advance()
        }
        return value
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let byte = next, UInt32(byte) == character.value else { return false }
        advance()
        return true
    }

    /// Skips a fraction, then reads `Z` or an offset up to the end of the text; returns the offset in seconds.
    mutating func zone() -> Int? {
        if take(".") {
            guard number(digits: 1) != nil else { return nil }
            while number(digits: 1) != nil {}
        }
        if take("Z") { return next == nil ? 0 : nil }
        let sign: Int
        if take("+") {
            sign = 1
        } else if take("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hours = number(digits: 2), hours < 24, take(":"), let minutes = number(digits: 2), minutes < 60,
            next == nil
        else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}
