import AWS
import Domain

/// The document of one version of an AWS-managed policy.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
struct GetPolicyVersion: PlannedCall {
    static let action = CallPlan.getPolicyVersion
    let arn: String
    let versionID: String
    let documents: DocumentPool

    var parameters: [(name: String, value: String)] { [("PolicyArn", arn), ("VersionId", versionID)] }

    func makeDecoder() -> Decoder { Decoder(documents: documents) }

    struct Decoder: XMLRecordDecoder {
        enum Element: String, CaseIterable {
            case policyVersion = "PolicyVersion"
            case document = "Document"
        }

        let documents: DocumentPool
        private var document: Document?

        init(documents: DocumentPool) {
            self.documents = documents
        }

        mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {
            if element == .document { document = documents.intern(text.percentDecoded()) }
        }

        mutating func finish() throws(XMLFailure) -> Document { try document.required("Document") }
    }
}
