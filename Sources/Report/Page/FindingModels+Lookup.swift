import Mustache

// A finding is the row that a report has most of. By reflection, which is how the library finds the property of a tag
// otherwise, a third of the report's time would go into looking these few up.

extension FindingModel: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "id": id
        case "account": account
        case "mark": mark
        case "severity": severity
        case "sentence": sentence
        case "facts": facts
        case "firstSeen": firstSeen
        case "age": age
        case "owner": owner
        default: nil
        }
    }
}

extension AccountLabel: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "id1": id1
        case "id2": id2
        case "id3": id3
        default: nil
        }
    }
}

extension Pair: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "term": term
        case "text": text
        default: nil
        }
    }
}
