/// A service that a sweep calls; the raw value is the name that its requests are signed for.
package enum AWSService: String, Sendable, CaseIterable {
    case iam
    case sts
    case organizations
}
