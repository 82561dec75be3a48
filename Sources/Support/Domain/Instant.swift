/// A moment in UTC in whole seconds: every age in a report is a difference of two of these.
///
/// AWS prints whole seconds; a fraction (moto, some proxies) is cut off, never rounded up into the future.
package struct Instant: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let epochSeconds: Int64

    package init(epochSeconds: Int64) {
        self.epochSeconds = epochSeconds
    }

    /// Builds the instant of a UTC calendar date, which is taken as valid.
    package init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        let days = Self.daysSinceEpoch(year: year, month: month, day: day)
        self.epochSeconds = Int64(days) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
    }

    /// The seconds from `other` to this instant, negative if this one is earlier.
    package func seconds(since other: Instant) -> Int64 {
        epochSeconds - other.epochSeconds
    }

    /// The seconds that `self` has lasted at `asOf`; an instant in the future has age zero.
    package func age(at asOf: Instant) -> Int64 {
        max(0, asOf.epochSeconds - epochSeconds)
    }

    /// The instant that lies `seconds` later.
    package func adding(seconds: Int64) -> Instant {
        Instant(epochSeconds: epochSeconds + seconds)
    }
}

extension Instant: Comparable {
    package static func < (left: Instant, right: Instant) -> Bool {
        left.epochSeconds < right.epochSeconds
    }
}

// MARK: - Calendar

extension Instant {
    package struct Components: Hashable, Sendable {
        package var year: Int
        package var month: Int
        package var day: Int
        package var hour: Int
        package var minute: Int
        package var second: Int
    }

    package var components: Components {
        let days = Int(epochSeconds.flooredDivision(by: 86_400))
        let rest = Int(epochSeconds - Int64(days) * 86_400)
        let (year, month, day) = Self.civil(daysSinceEpoch: days)
        return Components(
            year: year,
            month: month,
            day: day,
            hour: rest / 3_600,
            minute: rest / 60 % 60,
            second: rest % 60
        )
    }

    // Both conversions are those of https://howardhinnant.github.io/date_algorithms.html: years start in March, so
    // that the leap day is the last of its year.
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civil(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
