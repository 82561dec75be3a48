package import Domain

/// The endpoints of one run, all in the partition of its Region.
///
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
package struct Endpoints: Sendable {
    package let partition: Partition
    package let region: String
    private let iam: Endpoint
    private let sts: Endpoint
    private let organizations: Endpoint
    /// The variables that lead elsewhere than to AWS, with what they say: those that were used, and no other, for any
    /// other may hold anything, a password included.
    package private(set) var overrides: [String: String] = [:]

    /// Derives every endpoint at once, so that a wrong variable is found before the first call.
    ///
    /// `AWS_ENDPOINT_URL_<SERVICE>` wins over `AWS_ENDPOINT_URL`, and both win over `AWS_USE_FIPS_ENDPOINT`.
    package init(region: String, environment: [String: String]) throws(EndpointFailure) {
        guard !region.isEmpty else { throw .noRegion }
        guard isRegionName(region) else {
            let variable = ["AWS_REGION", "AWS_DEFAULT_REGION"].first { environment[$0] == region }
            throw .invalidRegion(region, variable: variable)
        }
        let dualStack = "AWS_USE_DUALSTACK_ENDPOINT"
        guard try !Self.flag(dualStack, in: environment) else { throw .notYet(variable: dualStack) }

        let partition = Partition(region: region)
        self.partition = partition
        self.region = region
        let fips = try Self.flag("AWS_USE_FIPS_ENDPOINT", in: environment)
        let ignoresURLs = try Self.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", in: environment)
        var overrides: [String: String] = [:]
        func make(_ service: AWSService) throws(EndpointFailure) -> Endpoint {
            let table = PartitionEndpoints(partition)
            let configured = ignoresURLs ? nil : try Self.configuredURL(of: service, in: environment)
            if let configured { overrides[configured.variable] = configured.text }
            let url =
                if let configured {
                    configured.url
                } else {
                    "https://" + table.host(of: service, region: region, fips: try Self.prefixed(fips, in: partition))
                }
            // A configured host stands in front of the real one, so the service's own Region is signed all the same.
            return Endpoint(url: url, signingRegion: table.signingRegion(of: service, region: region))
        }
        iam = try make(.iam)
        sts = try make(.sts)
        organizations = try make(.organizations)
        self.overrides = overrides
    }

    package func endpoint(for service: AWSService) -> Endpoint {
        switch service {
        case .iam: iam
        case .sts: sts
        case .organizations: organizations
        }
    }

    private static func configuredURL(
        of service: AWSService,
        in environment: [String: String]
    ) throws(EndpointFailure) -> (variable: String, text: String, url: String)? {
        for variable in ["AWS_ENDPOINT_URL_\(service.rawValue.uppercased())", "AWS_ENDPOINT_URL"] {
            if let text = environment[variable], !text.isEmpty {
                return (variable, text, try Endpoint.url(text, variable: variable))
            }
        }
        return nil
    }

    /// Whether hosts bear the FIPS prefix: in GovCloud the ordinary hosts are the FIPS hosts.
    private static func prefixed(_ fips: Bool, in partition: Partition) throws(EndpointFailure) -> Bool {
        switch partition {
        case .aws: return fips
        case .govCloud: return false
        case .china, .europeanSovereign, .iso, .isoB, .isoE, .isoF:
            guard !fips else { throw .noFIPS(partition) }
            return false
        }
    }

    /// Reads a flag strictly: a FIPS setting that is misspelt must not silently mean no.
    private static func flag(
        _ variable: String,
        in environment: [String: String]
    ) throws(EndpointFailure) -> Bool {
        switch environment[variable]?.lowercased() {
        case nil, "", "false": return false
        case "true": return true
        case .some(let value): throw .invalidFlag(variable: variable, value: value)
        }
    }
}
