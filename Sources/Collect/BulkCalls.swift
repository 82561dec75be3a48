import Domain

extension AccountCaller {
    /// The facts with every section that takes one list call, however many users and roles there are; the summary is
    /// read beside them, since what it counts is compared with the authorization details.
    func bulkFacts(account: Account, partition: Partition) async -> AccountFacts {
        async let roleSettings = list(ListRoles(), sortedBy: \.arn)
        async let passwordPolicy = read(GetAccountPasswordPolicy()).map(Optional.some).ifAbsent(nil)
        async let aliases = list(ListAccountAliases(), sortedBy: \.self)
        async let virtualMFADevices = list(ListVirtualMFADevices(), sortedBy: \.serialNumber)
        async let serverCertificates = list(ListServerCertificates(), sortedBy: \.arn)
        async let samlProviders = list(ListSAMLProviders(), sortedBy: \.arn)
        async let oidcProviders = oidcProviders()
        async let serviceCredentials = list(ListServiceSpecificCredentials(), sortedBy: \.id)

        var facts = AccountFacts(
            accountID: accountID,
            accountName: account.name,
            partition: partition,
            isManagement: account.isManagement,
            nothingReadBecause: .sweepEnded(before: .getAccountAuthorizationDetails)
        )
        facts.roleSettings = await roleSettings
        facts.passwordPolicy = await passwordPolicy
        facts.aliases = await aliases
        facts.virtualMFADevices = await virtualMFADevices
        facts.serverCertificates = await serverCertificates
        facts.samlProviders = await samlProviders
        facts.oidcProviders = await oidcProviders
        facts.serviceCredentials = await serviceCredentials
        return facts
    }

    /// The providers that AWS lists, each read by a call of its own.
    ///
    /// The section is unavailable as soon as one provider is: a list that lacks one would pass for a whole one.
    private func oidcProviders() async -> Collected<[OIDCProvider]> {
        let listed = await list(ListOpenIDConnectProviders(), sortedBy: \.self)
        guard let arns = listed.value else { return listed.map { _ in [] } }
        var providers: [OIDCProvider] = []
        for arn in arns {
            switch await read(GetOpenIDConnectProvider(arn: arn)).map(Optional.some).ifAbsent(nil) {
            case .value(let provider?): providers.append(provider)
            // Deleted since the list was read.
            case .value(nil): continue
            case .unavailable(let reason): return .unavailable(reason)
            }
        }
        return .value(providers)
    }
}
