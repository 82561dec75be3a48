import Domain

/// Where a partition keeps its global services, and under which name its hosts are found.
///
/// Source: the endpoint rule sets of iam, sts and organizations,
/// https://github.com/boto/botocore/tree/develop/botocore/data
struct PartitionEndpoints {
    let dnsSuffix: String
    let iamHost: String
    let iamRegion: String
    let organizationsRegion: String

    init(_ partition: Partition) {
        switch partition {
        case .aws:
            self.init(suffix: "amazonaws.com", iamHost: "iam.amazonaws.com", region: "us-east-1")
        case .china:
            self.init(suffix: "amazonaws.com.cn", region: "cn-north-1", organizationsRegion: "cn-northwest-1")
        case .govCloud:
            self.init(suffix: "amazonaws.com", iamHost: "iam.us-gov.amazonaws.com", region: "us-gov-west-1")
        case .europeanSovereign:
            self.init(suffix: "amazonaws.eu", region: "eusc-de-east-1")
        case .iso:
            self.init(suffix: "c2s.ic.gov", region: "us-iso-east-1")
        case .isoB:
            self.init(suffix: "sc2s.sgov.gov", region: "us-isob-east-1")
        case .isoE:
            self.init(suffix: "cloud.adc-e.uk", region: "eu-isoe-west-1")
        case .isoF:
            self.init(suffix: "csp.hci.ic.gov", region: "us-isof-south-1")
        }
    }

    private init(suffix: String, iamHost: String? = nil, region: String, organizationsRegion: String? = nil) {
        self.dnsSuffix = suffix
        self.iamHost = iamHost ?? "iam.\(region).\(suffix)"
        self.iamRegion = region
        self.organizationsRegion = organizationsRegion ?? region
    }

    /// The host of a service; a FIPS host is told by the suffix of its first label.
    func host(of service: AWSService, region: String, fips: Bool) -> String {
        let host =
            switch service {
            case .iam: iamHost
            case .sts: "sts.\(region).\(dnsSuffix)"
            case .organizations: "organizations.\(organizationsRegion).\(dnsSuffix)"
            }
        guard fips, let dot = host.firstIndex(of: ".") else { return host }
        return host[..<dot] + "-fips" + host[dot...]
    }

    func signingRegion(of service: AWSService, region: String) -> String {
        switch service {
        case .iam: iamRegion
        case .sts: region
        case .organizations: organizationsRegion
        }
    }
}
