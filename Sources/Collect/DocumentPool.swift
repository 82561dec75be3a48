import Crypto
import Domain
import Synchronization

/// Keeps one copy of each policy document, however many accounts hold the same one.
///
/// Landing zones and AWS's own services put the same documents into every account. The pool remembers a bounded
/// amount of the documents seen last, in two generations: when the young one is full it becomes the old one, and what
/// is asked for again moves back to the young one.
package final class DocumentPool: Sendable {
    private struct State {
        var young: [DocumentID: PolicyText] = [:]
        var old: [DocumentID: PolicyText] = [:]
        var youngBytes = 0
    }

    private let generationBytes: Int
    private let state = Mutex(State())

    /// The limit is the memory for the documents of both generations together.
    ///
    /// What accounts share fits many times; a larger pool fills up with what a single account holds.
    package init(limitBytes: Int = 2 << 20) {
        self.generationBytes = limitBytes / 2
    }

    /// The document's identity, and its text as storage that is shared wherever the pool still has it.
    func intern(_ bytes: [UInt8]) -> Document {
        let id = DocumentID(hex: SHA256.hex(bytes))
        let text = state.withLock { state in
            if let known = state.young[id] { return known }
            let text = state.old[id] ?? PolicyText(bytes: bytes)
            state.young[id] = text
            state.youngBytes += text.bytes.count
            if state.youngBytes > generationBytes {
                state.old = state.young
                state.young = [:]
                state.youngBytes = 0
            }
            return text
        }
        return Document(id: id, text: text)
    }

    /// The memory that the pool itself keeps alive.
    var residentBytes: Int {
        state.withLock { state in
            // A document that came back from the old generation is one storage in both.
            state.young.merging(state.old) { young, _ in young }.values.reduce(0) { $0 + $1.bytes.count }
        }
    }
}

/// A policy document together with the digest that the facts name it by.
struct Document: Sendable, Equatable {
    let id: DocumentID
    let text: PolicyText
}
