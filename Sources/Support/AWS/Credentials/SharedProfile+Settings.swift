extension SharedProfile {
    /// Refuses settings that change where requests go or whom they trust, unless a variable overrides them anyway.
    ///
    /// Only variables are honoured so far, and a sweep that went elsewhere than the AWS CLI would be a surprise.
    func refuseSettings(environment: [String: String]) throws(CredentialsFailure) {
        let source = "the profile \(name)"
        func refuse(_ key: String, of source: String, unless variables: [String]) throws(CredentialsFailure) {
            guard variables.allSatisfy({ environment[$0].nonEmpty == nil }) else { return }
            throw .notYet(source: source, key: key, remedy: "set \(variables[0]) instead")
        }

        let settings = [
            ("ca_bundle", "AWS_CA_BUNDLE"), ("use_dualstack_endpoint", "AWS_USE_DUALSTACK_ENDPOINT"),
            ("use_fips_endpoint", "AWS_USE_FIPS_ENDPOINT"),
        ]
        for (key, variable) in settings {
            guard let value = self[key], value.lowercased() != "false" else { continue }
            try refuse(key, of: source, unless: [variable])
        }

        let ignoresURLs =
            environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"].nonEmpty ?? self["ignore_configured_endpoint_urls"]
        if ignoresURLs?.lowercased() == "true" { return }
        for service in AWSService.allCases where hasEndpoint(of: service) {
            let variable = "AWS_ENDPOINT_URL_\(service.rawValue.uppercased())"
            try refuse("services: \(service.rawValue)", of: source, unless: [variable, "AWS_ENDPOINT_URL"])
        }
        if self["endpoint_url"] != nil {
            try refuse("endpoint_url", of: source, unless: ["AWS_ENDPOINT_URL"])
        }
    }

    /// Whether the `[services name]` section that the profile refers to names an endpoint of the service.
    private func hasEndpoint(of service: AWSService) -> Bool {
        guard let services = self["services"] else { return false }
        return files.config.content?.section("services", named: services)?.values[service.rawValue]?.table?[
            "endpoint_url"
        ] != nil
    }
}
