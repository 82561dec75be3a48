/// The tag keys whose values may be kept; people put secrets into the others.
struct TagFilter: Sendable {
    private let keys: Set<String>

    /// Letter case is ignored, since `Owner` and `owner` are both in use in most organizations.
    init(_ keys: Set<String>) {
        self.keys = Set(keys.map { $0.lowercased() })
    }

    func keeps(_ key: String) -> Bool {
        keys.contains(key.lowercased())
    }
}
