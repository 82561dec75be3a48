import Domain

/// An access key of a user: its live state from ListAccessKeys, its last use from the credential report.
struct KeyView: Sendable {
    /// Nil where only the report knows the key, which has no key ids.
    var id: String?
    /// `Active`, `Inactive` or `Expired`.
    var status: String
    var createdAt: Instant?
    var use: Use
    /// When the report was made that the state comes from; nil for a live state.
    var asOfReport: Instant?

    enum Use: Sendable, Equatable {
        case used(at: Instant, service: String, region: String)
        case never
        /// The report does not tell, for this reason.
        case unknown(String)
    }

    var isActive: Bool { status == "Active" }
}

extension KeyView {
    /// Joins the listed keys of a user with the slots of its report row.
    ///
    /// The report has no key ids, so a key and a slot belong together by the instant of creation. A slot without a listed key
    /// is a key that was deleted since, and is dropped.
    static func join(
        listed: Collected<[AccessKey]>?,
        row: CredentialReport.Row?,
        report: Collected<CredentialReport>
    ) -> Known<[KeyView]> {
        switch listed {
        case .value(let keys):
            return .known(join(keys, slots: row?.accessKeys, report: report))
        case .unavailable(let reason):
            guard let row, let generatedAt = report.value?.generatedAt else { return .unknown(reason.phrase) }
            return .known(row.accessKeys.filter(\.exists).map { KeyView(slot: $0, generatedAt: generatedAt) })
        case nil:
            // The plan asks only for the keys of users that the report shows with a key.
            guard let row, let generatedAt = report.value?.generatedAt else {
                return .unknown("the access keys were not listed and the credential report does not tell")
            }
            return .known(row.accessKeys.filter(\.exists).map { KeyView(slot: $0, generatedAt: generatedAt) })
        }
    }

    private init(slot: CredentialReport.KeySlot, generatedAt: Instant) {
        self.id = nil
        self.status = slot.active ? "Active" : "Inactive"
        self.createdAt = slot.rotatedAt
        self.use = Use(slot)
        self.asOfReport = generatedAt
    }

    private static func join(
        _ keys: [AccessKey],
        slots: [CredentialReport.KeySlot]?,
        report: Collected<CredentialReport>
    ) -> [KeyView] {
        var free = slots?.filter(\.exists) ?? []
        // Slots follow the key ids in ascending order, which decides between keys of the same second.
        return keys.sorted { $0.id < $1.id }.map { key in
            let use: Use
            if let match = free.firstIndex(where: { $0.rotatedAt == key.createdAt }) {
                use = Use(free.remove(at: match))
            } else if let reason = report.unavailable {
                use = .unknown(reason.phrase)
            } else {
                use = .unknown("the credential report does not show the key")
            }
            return KeyView(id: key.id, status: key.status, createdAt: key.createdAt, use: use, asOfReport: nil)
        }
    }

    private init(id: String, status: String, createdAt: Instant, use: Use, asOfReport: Instant?) {
        self.id = id
        self.status = status
        self.createdAt = createdAt
        self.use = use
        self.asOfReport = asOfReport
    }
}

extension KeyView.Use {
    init(_ slot: CredentialReport.KeySlot) {
        guard let lastUsedAt = slot.lastUsedAt else {
            self = .never
            return
        }
        self = .used(at: lastUsedAt, service: slot.lastUsedService ?? "", region: slot.lastUsedRegion ?? "")
    }

    var instant: Instant? {
        guard case .used(let instant, _, _) = self else { return nil }
        return instant
    }
}
