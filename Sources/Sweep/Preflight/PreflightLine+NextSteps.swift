import Domain

extension PreflightLine {
    /// What to do about each gap, and where; the same words for all accounts that need the same.
    package var nextSteps: [String] {
        var steps: [String] = []
        func add(_ step: String) { if !steps.contains(step) { steps.append(step) } }
        if let refusal { add(step(after: refusal)) }
        for gap in gaps { add(step(after: gap, of: gap.action)) }
        switch narrowing {
        case .none: add("do not sweep: a call outside of the plan was allowed although a session policy was given")
        case .unknown(let reason): add(step(after: reason, of: reason.action))
        case .notTried, .proven, .baseCredentials: break
        }
        return steps
    }

    /// With the role's path, if it has one.
    private var roleName: String {
        guard let resource = ARN(account.roleARN)?.resource, resource.hasPrefix("role/") else { return account.roleARN }
        return String(resource.dropFirst("role/".count))
    }

    /// Where the generated role is deployed: service-managed StackSets reach members of the organization alone.
    private var deployment: String {
        let way =
            if account.isManagement {
                "as an ordinary stack in the management account"
            } else if standsOutside {
                "as an ordinary stack in the account, which is outside the organization"
            } else {
                "there by StackSet"
            }
        return "deploy it \(way) (\(command("cloudformation")) tells how)"
    }

    /// What prints it for the role's own name, with which every part of it is written.
    private func command(_ part: String) -> String {
        "`orgsweep role \(part)\(roleName == RoleDeployment.standardName ? "" : " --role-name \(roleName)")`"
    }

    private func step(after refusal: Unavailable) -> String {
        if allowsTagging == false {
            return "let the trust policies of \(roleName) and of the roles on the way allow sts:SetSourceIdentity and "
                + "sts:TagSession, as the generated role's does, or take source_identity and tags out of organization.yaml"
        }
        if refusal.message.hasPrefix("the base credentials belong to") {
            return "run with the management account's credentials, or take management_with_base_credentials out"
        }
        let isOfHop = refusal.message.hasPrefix("hop ")
        switch refusal.reason {
        case .roleMissingOrTrustDenied where isOfHop, .callDenied where isOfHop, .externalID where isOfHop:
            return "let the role before it assume the hop that the message names, and the hop trust it"
        case .roleMissingOrTrustDenied:
            return "if \(roleName) does not stand in the account, \(deployment); if it does, compare its trust policy "
                + "with the caller and the external id"
        case .externalID: return "give the external id that the trust policy of \(roleName) asks for"
        case .callDenied: return "let the caller assume \(roleName) (\(command("hub")))"
        default: return step(after: refusal, of: refusal.action)
        }
    }

    private func step(after gap: Unavailable, of action: String) -> String {
        switch gap.reason {
        case .scpDeny:
            "except \(roleName) in the service control policy that denies \(action); a policy that denies Regions must "
                + "leave out IAM, which counts as us-east-1"
        case .throttledOut: "AWS throttled: run preflight again later, or with a smaller concurrency"
        case .unreachable, .deadline:
            "AWS did not answer as it should, or not in time: check network, proxy and endpoints, then run preflight again"
        case .malformedAnswer where Unavailable.expiredSession.contains(gap.errorCode):
            "renew the base credentials, and set this machine's clock by AWS's"
        case .malformedAnswer where gap.errorCode == "RegionDisabledException":
            "activate STS for the Region in the account, or set region to one that is active there"
        case .malformedAnswer where !gap.errorCode.isEmpty:
            "AWS did not take the request: where its words name a setting or the credentials, correct that"
        case .malformedAnswer: "the answer came not from AWS as it should: check proxies and endpoints"
        case .suspended, .closed: "leave the account out (exclude), or have it reopened"
        default: "allow \(action) to \(roleName) (\(command("policy")) prints the whole policy)"
        }
    }
}
