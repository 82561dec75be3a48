import AWS
import Domain
import Testing

struct EndpointsTests {
    struct Expectation: Sendable, CustomTestStringConvertible {
        let region: String
        var fips = false
        let partition: Partition
        let iam: (url: String, region: String)
        let sts: String
        let organizations: (url: String, region: String)
        var testDescription: String { region + (fips ? " with FIPS" : "") }
    }

    // Every row is what botocore's endpoint resolver answers for the Region.
    static let expectations = [
        Expectation(
            region: "us-east-1",
            partition: .aws,
            iam: ("https://iam.amazonaws.com", "us-east-1"),
            sts: "https://sts.us-east-1.amazonaws.com",
            organizations: ("https://organizations.us-east-1.amazonaws.com", "us-east-1")
        ),
        Expectation(
            region: "eu-west-1",
            partition: .aws,
            iam: ("https://iam.amazonaws.com", "us-east-1"),
            sts: "https://sts.eu-west-1.amazonaws.com",
            organizations: ("https://organizations.us-east-1.amazonaws.com", "us-east-1")
        ),
        Expectation(
            region: "us-west-2",
            fips: true,
            partition: .aws,
            iam: ("https://iam-fips.amazonaws.com", "us-east-1"),
            sts: "https://sts-fips.us-west-2.amazonaws.com",
            organizations: ("https://organizations-fips.us-east-1.amazonaws.com", "us-east-1")
        ),
        Expectation(
            region: "cn-north-1",
            partition: .china,
            iam: ("https://iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
            sts: "https://sts.cn-north-1.amazonaws.com.cn",
            organizations: ("https://organizations.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1")
        ),
        Expectation(
            region: "cn-northwest-1",
            partition: .china,
            iam: ("https://iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
            sts: "https://sts.cn-northwest-1.amazonaws.com.cn",
            organizations: ("https://organizations.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1")
        ),
        Expectation(
            region: "us-gov-east-1",
            partition: .govCloud,
            iam: ("https://iam.us-gov.amazonaws.com", "us-gov-west-1"),
            sts: "https://sts.us-gov-east-1.amazonaws.com",
            organizations: ("https://organizations.us-gov-west-1.amazonaws.com", "us-gov-west-1")
        ),
        Expectation(
            region: "us-gov-west-1",
            fips: true,
            partition: .govCloud,
            iam: ("https://iam.us-gov.amazonaws.com", "us-gov-west-1"),
            sts: "https://sts.us-gov-west-1.amazonaws.com",
            organizations: ("https://organizations.us-gov-west-1.amazonaws.com", "us-gov-west-1")
        ),
        Expectation(
            region: "eusc-de-east-1",
            partition: .europeanSovereign,
            iam: ("https://iam.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"),
            sts: "https://sts.eusc-de-east-1.amazonaws.eu",
            organizations: ("https://organizations.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1")
        ),
        Expectation(
            region: "us-iso-west-1",
            partition: .iso,
            iam: ("https://iam.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"),
            sts: "https://sts.us-iso-west-1.c2s.ic.gov",
            organizations: ("https://organizations.us-iso-east-1.c2s.ic.gov", "us-iso-east-1")
        ),
        Expectation(
            region: "us-isob-east-1",
            partition: .isoB,
            iam: ("https://iam.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1"),
            sts: "https://sts.us-isob-east-1.sc2s.sgov.gov",
            organizations: ("https://organizations.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1")
        ),
        Expectation(
            region: "eu-isoe-west-1",
            partition: .isoE,
            iam: ("https://iam.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1"),
            sts: "https://sts.eu-isoe-west-1.cloud.adc-e.uk",
            organizations: ("https://organizations.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1")
        ),
        Expectation(
            region: "us-isof-east-1",
            partition: .isoF,
            iam: ("https://iam.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1"),
            sts: "https://sts.us-isof-east-1.csp.hci.ic.gov",
            organizations: ("https://organizations.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1")
        ),
    ]

    @Test(arguments: expectations)
    func `endpoints follow from the Region`(_ expected: Expectation) throws {
        let environment = expected.fips ? ["AWS_USE_FIPS_ENDPOINT": "true"] : [:]
        let endpoints = try Endpoints(region: expected.region, environment: environment)
        #expect(endpoints.partition == expected.partition)
        #expect(endpoints.region == expected.region)
        let iam = endpoints.endpoint(for: .iam)
        #expect(iam.url == expected.iam.url)
        #expect("https://" + iam.host == iam.url)
        #expect(iam.signingRegion == expected.iam.region)
        #expect(endpoints.endpoint(for: .sts).url == expected.sts)
        #expect(endpoints.endpoint(for: .sts).signingRegion == expected.region)
        #expect(endpoints.endpoint(for: .organizations).url == expected.organizations.url)
        #expect(endpoints.endpoint(for: .organizations).signingRegion == expected.organizations.region)
    }

    @Test func `a service's own endpoint variable wins over the common one, which wins over FIPS`() throws {
        let endpoints = try Endpoints(
            region: "eu-west-1",
            environment: [
                "AWS_ENDPOINT_URL": "http://127.0.0.1:4566/",
                "AWS_ENDPOINT_URL_STS": "https://sts.proxy.internal",
                "AWS_ENDPOINT_URL_IAM": "",
                "AWS_USE_FIPS_ENDPOINT": "TRUE",
            ]
        )
        #expect(endpoints.endpoint(for: .sts).url == "https://sts.proxy.internal")
        #expect(endpoints.endpoint(for: .sts).signingRegion == "eu-west-1")
        #expect(endpoints.endpoint(for: .iam).url == "http://127.0.0.1:4566")
        #expect(endpoints.endpoint(for: .iam).host == "127.0.0.1:4566")
        #expect(endpoints.endpoint(for: .iam).signingRegion == "us-east-1")
        #expect(endpoints.endpoint(for: .organizations).url == "http://127.0.0.1:4566")
    }

    @Test func `endpoint variables can be ignored, even malformed ones`() throws {
        let endpoints = try Endpoints(
            region: "eu-west-1",
            environment: [
                "AWS_ENDPOINT_URL": "nonsense",
                "AWS_ENDPOINT_URL_STS": "https://sts.proxy.internal",
                "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
            ]
        )
        #expect(endpoints.endpoint(for: .sts).url == "https://sts.eu-west-1.amazonaws.com")
    }

    @Test(arguments: [
        "http://localhost", "https://localhost/", "http://127.0.0.1:1", "http://[::1]:65535", "https://[fe80::1]",
        "https://vpce-0a1b.sts.us-east-1.vpce.amazonaws.com", "http://local_stack:4566",
    ])
    func `an endpoint is a scheme, a host and perhaps a port`(url: String) throws {
        let endpoints = try Endpoints(region: "us-east-1", environment: ["AWS_ENDPOINT_URL": url])
        #expect(endpoints.endpoint(for: .iam).url == (url.hasSuffix("/") ? String(url.dropLast()) : url))
    }

    @Test(arguments: [
        "localhost", "localhost:4566", "//localhost", "ftp://localhost", "https://", "https:///x", "https://:443",
        "https://host:", "https://host:0", "https://host:65536", "https://host:+1", "https://host:1x", "https://a..b",
        "https://-a", "https://host/path", "https://host?x", "https://host#x", "https://ho st", "https://host\n",
        "https://user:hunter2@host", "https://[::1", "https://[]", "https://[::1]x", "https://[host]",
        "https://h\u{e9}",
    ])
    func `a malformed endpoint is refused by the name of its variable and without its value`(url: String) throws {
        let failure = try #require(throws: EndpointFailure.self) {
            try Endpoints(region: "us-east-1", environment: ["AWS_ENDPOINT_URL_ORGANIZATIONS": url])
        }
        guard case .invalidURL("AWS_ENDPOINT_URL_ORGANIZATIONS", _) = failure else {
            Issue.record("\(failure)")
            return
        }
        #expect(failure.description.contains("AWS_ENDPOINT_URL_ORGANIZATIONS"))
        #expect(!failure.description.contains("hunter2"))
    }

    @Test(arguments: [
        "us-east", "us-east-1a", "US-EAST-1", "aws-global", "us_east_1", " us-east-1", "us-east-1.evil.example/",
        "useast1", "us--1", "-east-1", "us-east-", "us-east-100", "us-east-\u{661}",
    ])
    func `what is not a Region is refused by the name of its variable`(region: String) {
        #expect(throws: EndpointFailure.invalidRegion(region, variable: "AWS_DEFAULT_REGION")) {
            try Endpoints(region: region, environment: ["AWS_DEFAULT_REGION": region, "AWS_REGION": "us-east-1"])
        }
        #expect(throws: EndpointFailure.invalidRegion(region, variable: nil)) {
            try Endpoints(region: region, environment: [:])
        }
    }

    @Test func `an empty Region is refused and the text says how to set one`() throws {
        let failure = try #require(throws: EndpointFailure.self) { try Endpoints(region: "", environment: [:]) }
        #expect(failure == .noRegion)
        #expect(failure.description.contains("AWS_REGION"))
    }

    @Test(arguments: ["cn-north-1", "eusc-de-east-1", "us-iso-east-1"])
    func `FIPS is refused where the partition has none`(region: String) {
        #expect(throws: EndpointFailure.noFIPS(Partition(region: region))) {
            try Endpoints(region: region, environment: ["AWS_USE_FIPS_ENDPOINT": "true"])
        }
    }

    @Test func `FIPS in such a partition is the matter of whoever names every endpoint`() throws {
        let environment = ["AWS_USE_FIPS_ENDPOINT": "true", "AWS_ENDPOINT_URL": "https://fips.example"]
        let endpoints = try Endpoints(region: "us-iso-east-1", environment: environment)
        #expect(endpoints.endpoint(for: .sts).url == "https://fips.example")
    }

    @Test(arguments: ["AWS_USE_FIPS_ENDPOINT", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_USE_DUALSTACK_ENDPOINT"])
    func `a flag is true or false and nothing else`(variable: String) throws {
        #expect(throws: EndpointFailure.invalidFlag(variable: variable, value: "1")) {
            try Endpoints(region: "us-east-1", environment: [variable: "1"])
        }
        for value in ["", "false", "False"] {
            let endpoints = try Endpoints(region: "us-east-1", environment: [variable: value])
            #expect(endpoints.endpoint(for: .iam).url == "https://iam.amazonaws.com")
        }
    }

    @Test func `dual-stack endpoints are refused, not ignored`() {
        #expect(throws: EndpointFailure.notYet(variable: "AWS_USE_DUALSTACK_ENDPOINT")) {
            try Endpoints(region: "us-east-1", environment: ["AWS_USE_DUALSTACK_ENDPOINT": "true"])
        }
    }

    /// What is not used is not validated either, and may hold a password.
    @Test func `only variables that lead somewhere are told as overrides`() throws {
        let secret = "https://user:hunter2@proxy.example/"
        var environment = ["AWS_ENDPOINT_URL": secret]
        for service in ["IAM", "STS", "ORGANIZATIONS"] {
            environment["AWS_ENDPOINT_URL_\(service)"] = "http://\(service)"
        }
        var used = environment
        used["AWS_ENDPOINT_URL"] = nil
        #expect(try Endpoints(region: "us-east-1", environment: environment).overrides == used)
        environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
        #expect(try Endpoints(region: "us-east-1", environment: environment).overrides.isEmpty)
        #expect(throws: EndpointFailure.self) {
            try Endpoints(region: "us-east-1", environment: ["AWS_ENDPOINT_URL": secret])
        }
    }
}
