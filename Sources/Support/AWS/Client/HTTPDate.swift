import Domain

extension Instant {
    /// Reads the form of the `Date` header: `Sun, 22 Nov 2026 15:00:00 GMT`.
    ///
    /// Source: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
    init?(httpDate text: String) {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let fields = text.split(separator: " ")
        guard fields.count == 6, fields[5] == "GMT", let month = months.firstIndex(of: String(fields[2])) else {
            return nil
        }
        let number = month + 1
        let padded = number < 10 ? "0\(number)" : "\(number)"
        // What checks the calendar is already written for the other form.
        self.init(iso8601: "\(fields[3])-\(padded)-\(fields[1])T\(fields[4])Z")
    }
}
