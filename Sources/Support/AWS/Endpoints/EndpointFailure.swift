package import Domain

/// Why no endpoint follows from the Region and the environment; the text names the variable and what to do.
package enum EndpointFailure: Error, Hashable, Sendable {
    case noRegion
    /// The variable is the one the Region came from, if it came from the environment.
    case invalidRegion(String, variable: String?)
    /// The value is left out, because a URL may hold a password.
    case invalidURL(variable: String, reason: String)
    case invalidFlag(variable: String, value: String)
    case noFIPS(Partition)
    case notYet(variable: String)
}

extension EndpointFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noRegion:
            "no Region is set: pass --region, write region: into organization.yaml, or set AWS_REGION"
        case .invalidRegion(let region, let variable):
            "\(variable ?? "the Region") \(variable == nil ? "is" : "holds") \"\(region)\", which is not the name of a "
                + "Region: write one such as us-east-1 (not an availability zone, not \"aws-global\")"
        case .invalidURL(let variable, let reason):
            "\(variable) is not an endpoint: \(reason); write it as https://host or http://host:port"
        case .invalidFlag(let variable, let value):
            "\(variable) is \"\(value)\": write true or false"
        case .noFIPS(let partition):
            "AWS_USE_FIPS_ENDPOINT is true, but the partition \(partition.rawValue) has no FIPS endpoints: unset it, or "
                + "name the endpoints with AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL_IAM and AWS_ENDPOINT_URL_ORGANIZATIONS"
        case .notYet(let variable):
            "\(variable) is not yet supported: unset it, or name the endpoints with AWS_ENDPOINT_URL_STS, "
                + "AWS_ENDPOINT_URL_IAM and AWS_ENDPOINT_URL_ORGANIZATIONS"
        }
    }
}
