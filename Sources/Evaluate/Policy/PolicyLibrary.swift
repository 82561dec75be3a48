package import Domain
import Synchronization

/// Parsed policy documents, each parsed once however many accounts hold it; bounded.
package final class PolicyLibrary: Sendable {
    /// Two generations: when the young one is full it becomes the old one, and what nobody asked for since is let go.
    private struct Shelves {
        var young: [DocumentID: ParsedPolicy] = [:]
        var old: [DocumentID: ParsedPolicy] = [:]
    }

    private let shelves = Mutex(Shelves())
    private let generationSize: Int

    /// Holds at most `capacity` documents; most of those in an organization are in one account only.
    package init(capacity: Int = 2_048) {
        self.generationSize = max(1, capacity / 2)
    }

    package func policy(_ id: DocumentID, in documents: [DocumentID: PolicyText]) -> ParsedPolicy {
        if let known = shelved(id) { return known }
        // An absence belongs to the account, not to the digest: another account may hold the text.
        guard let text = documents[id] else { return .missing }
        // Two accounts may parse the same document at once; both get the same result and no lock is held meanwhile.
        let parsed = ParsedPolicy(parsing: text.bytes)
        shelve(parsed, as: id)
        return parsed
    }

    package var count: Int { shelves.withLock { $0.young.count + $0.old.count } }

    private func shelved(_ id: DocumentID) -> ParsedPolicy? {
        if let young = shelves.withLock({ $0.young[id] }) { return young }
        guard let old = shelves.withLock({ $0.old[id] }) else { return nil }
        shelve(old, as: id)
        return old
    }

    private func shelve(_ policy: ParsedPolicy, as id: DocumentID) {
        shelves.withLock { shelves in
            shelves.old[id] = nil
            if shelves.young.count >= generationSize {
                shelves.old = shelves.young
                shelves.young = [:]
            }
            shelves.young[id] = policy
        }
    }
}

/// A document as the library keeps it: parsed, or why it cannot be, and what is asked of every document.
package struct ParsedPolicy: Sendable {
    package let result: Result<PolicyDocument, PolicyError>
    /// Which actions of the escalation table some Allow statement matches, before resources are looked at.
    let escalationActions: Escalation.ActionSet
    /// Whether some Allow statement matches every action of IAM: without it nobody is an administrator by this policy.
    let mayAllowAllOfIAM: Bool

    /// What the facts name and do not hold.
    package static let missing = ParsedPolicy(.failure(PolicyError(.missingDocument, at: 0)))

    package init(_ result: Result<PolicyDocument, PolicyError>) {
        self.result = result
        self.mayAllowAllOfIAM =
            (try? result.get())?.statements.contains {
                $0.effect == .allow && $0.actions.covers(Permissions.allOfIAM)
            } ?? false
        self.escalationActions = (try? result.get()).map(Escalation.actions(allowedBy:)) ?? 0
    }

    package init(parsing bytes: [UInt8]) {
        do {
            self.init(.success(try PolicyDocument(parsing: bytes)))
        } catch {
            self.init(.failure(error))
        }
    }

    package var document: PolicyDocument? { try? result.get() }
}
