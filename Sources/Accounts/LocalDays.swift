import Domain
import Foundation

/// The calendar of a place: its days do not begin when those of UTC do, and some are 23 or 25 hours long.
struct LocalDays {
    private let calendar: Calendar

    /// Nil for a name that the time zone database does not have.
    init?(timeZone name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        self.calendar = calendar
    }

    /// The first instant after a calendar day, of which `day` is midnight in UTC.
    func end(of day: Instant) -> Instant {
        let next = day.adding(seconds: 86_400).components
        let components = DateComponents(year: next.year, month: next.month, day: next.day)
        // Where clocks go forward at midnight that hour does not exist, and the day begins with the one after it.
        guard let date = calendar.date(from: components).map(calendar.startOfDay) else {
            return day.adding(seconds: 86_400)
        }
        return Instant(epochSeconds: Int64(date.timeIntervalSince1970.rounded(.down)))
    }
}
