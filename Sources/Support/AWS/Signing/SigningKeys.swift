/// Derived signing keys, of which the oldest give way once there are too many.
///
/// A derivation costs four HMACs and its result is good for a day, a Region and a service.
struct SigningKeys {
    /// What a key was derived from; the secret is present only as its digest, so that no dump of a cache can show it.
    struct Origin: Hashable {
        let secretDigest: [UInt8]
        let day: String
        let region: String
        let service: String
    }

    private let capacity: Int
    private var keys: [Origin: [UInt8]] = [:]
    /// The origins in the order of insertion, used as a ring once it is full.
    private var ring: [Origin] = []
    private var oldest = 0

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    var count: Int { keys.count }

    subscript(origin: Origin) -> [UInt8]? { keys[origin] }

    mutating func insert(_ key: [UInt8], for origin: Origin) {
        guard keys.updateValue(key, forKey: origin) == nil else { return }
        guard ring.count == capacity else {
            ring.append(origin)
            return
        }
        keys[ring[oldest]] = nil
        ring[oldest] = origin
        oldest = (oldest + 1) % capacity
    }
}
