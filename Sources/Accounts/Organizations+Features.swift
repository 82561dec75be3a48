package import AWS
import Domain

extension Organizations {
    /// Whether the root credentials of member accounts are managed centrally; nil where AWS does not tell the caller.
    ///
    /// Throws only when cancelled: the sweep can do without this answer, and the record of the call says what happened.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOrganizationsFeatures.html
    package func managesRootCredentials() async throws(AWSFailure) -> Bool? {
        do {
            let call = QueryCall(service: .iam, action: "ListOrganizationsFeatures", parameters: [])
            let page = try await client.query(
                call,
                decoder: FeaturesDecoder(),
                credentials: credentials,
                context: context
            )
            return page.output.contains("RootCredentialsManagement")
        } catch let error where error.kind == .cancelled {
            throw error
        } catch {
            // IAM may not look at the organization, so nobody can have switched its features on.
            return error.code.hasPrefix("ServiceAccessNotEnabled") ? false : nil
        }
    }
}

/// The names of the features that are on.
struct FeaturesDecoder: XMLRecordDecoder {
    enum Element: String, CaseIterable {
        case enabledFeatures = "EnabledFeatures"
        case member
    }

    private var hasList = false
    private var features: [String] = []

    mutating func start(_ element: Element, in path: XMLPath<Element>) throws(XMLFailure) {}

    mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {
        switch element {
        case .enabledFeatures: hasList = true
        case .member: if path.parent == .enabledFeatures { features.append(text.string) }
        }
    }

    mutating func finish() throws(XMLFailure) -> [String] {
        guard hasList else { throw .missing(element: Element.enabledFeatures.rawValue) }
        return features
    }
}
