import Domain
import Ledger

// Each initializer writes the cells in the order of its table's columns.

extension CSVRow {
    init(_ row: FindingRow, exception: RunHeader.Judgement?, controls: [String], asOf: Instant) {
        self.init()
        let finding = row.finding
        let assessment = finding.assessment
        cells(finding.id, finding.status.rawValue, finding.severity.rawValue)
        cells(assessment.checkID, row.check.title)
        cells(finding.accountID.description, row.account.name, row.account.ouPath, finding.owner)
        cells(assessment.resource.type.rawValue, assessment.resource.arn, assessment.resource.name)
        cells(assessment.sentence, Self.json(assessment.facts), finding.change.rawValue)
        cell(finding.firstSeenAt)
        cell(finding.firstSeenAt.map { $0.age(at: asOf).wholeDays })
        cell(finding.dueAt)
        cell(finding.dueAt.map { $0 < asOf })
        cells(row.exceptionID ?? "", exception?.approver ?? "", exception?.expires ?? "", exception?.ticket ?? "")
        cell(controls.joined(separator: "; "))
        for mapping in row.check.mappings.lists {
            cell(mapping.joined(separator: "; "))
        }
        cells(row.check.severity.rawValue, row.check.remediation)
    }

    init(_ row: AccountRow) {
        self.init()
        let outcome = row.outcome
        cells(row.account.id.description, row.account.name, row.account.source, row.account.ouPath)
        cells(row.account.state.rawValue, outcome.coverage.rawValue, outcome.reason?.rawValue ?? "")
        cells(outcome.errorCode, outcome.message, outcome.requestID, outcome.roleARN)
        cell(outcome.narrowed)
        cell(outcome.startedAt)
        cell(outcome.finishedAt)
        cell(row.calls)
        cell(row.retries)
        cell(outcome.credentialReportGeneratedAt)
        for count in [outcome.usersExpected, outcome.usersRead, outcome.rolesExpected, outcome.rolesRead] {
            cell(count)
        }
        // A zero would look clean: only what was read has a number of findings.
        cell(row.hasFigures ? row.findings : nil)
    }

    init(_ identity: AccountInventory.Identity, in account: AccountID) {
        self.init()
        cells(account.description, identity.type, identity.arn, identity.name, identity.path)
        cell(identity.createdAt)
        cell(identity.lastUsedAt)
        cells(identity.owner, identity.person)
        cells(identity.isAdmin.rawValue, identity.mfa, Self.json(identity.tags))
    }

    init(_ credential: AccountInventory.Credential, in account: AccountID, asOf: Instant) {
        self.init()
        cells(account.description, credential.userARN, credential.userName, credential.kind)
        cells(credential.credentialID, credential.status)
        cell(credential.createdAt)
        cell(credential.lastUsedAt)
        cells(credential.lastUsedService, credential.lastUsedRegion)
        cell(credential.expiresAt)
        cell(credential.createdAt?.age(at: asOf).wholeDays)
    }

    init(_ entitlement: AccountInventory.Entitlement, in account: AccountID) {
        self.init()
        cells(account.description, entitlement.principalARN, entitlement.via)
        cells(entitlement.policyARN, entitlement.policyName, entitlement.isAdmin.rawValue)
    }

    init(_ trust: AccountInventory.Trust, in account: AccountID) {
        self.init()
        cells(account.description, trust.roleARN, trust.party, trust.partyKind)
        cells(trust.standing.rawValue, trust.conditions, trust.isAdmin.rawValue)
    }

    init(_ row: RosterMatchRow) {
        self.init()
        cells(row.employeeID, row.accountID, row.identityARN, row.rule, row.status)
    }

    init(_ row: AssessmentCountRow) {
        self.init()
        cells(row.accountID.description, row.checkID)
        for count in [row.pass, row.fail, row.excepted, row.notAssessed, row.notApplicable] {
            cell(count)
        }
    }

    init(_ call: CallRecord) {
        self.init()
        cells(call.accountID?.description ?? "", call.service, call.action, call.requestID)
        cell(call.httpStatus)
        cell(call.errorCode)
        cell(call.attempts)
        cell(call.startedAt)
        cell(call.durationMilliseconds)
        cell(call.bytes)
        cell(call.sha256)
    }

    init(_ row: JudgementRow) {
        self.init()
        let judgement = row.judgement
        cells(row.id, judgement.kind, judgement.checkID, judgement.accountID, judgement.resource)
        cells(judgement.owner, judgement.approver, judgement.approved, judgement.expires)
        cells(judgement.ticket, judgement.reason)
        cell(row.matches)
    }

    /// Facts in their own order; a name may come twice, which rules out one object.
    private static func json(_ facts: [Fact]) -> String {
        var writer = JSONWriter()
        writer.array(facts) { writer, fact in writer.object { $0.member(fact.name, fact.value) } }
        return writer.text
    }

    private static func json(_ tags: [Tag]) -> String {
        guard !tags.isEmpty else { return "" }
        var writer = JSONWriter()
        writer.object { writer in
            for tag in tags.sorted(by: { $0.key < $1.key }) { writer.member(tag.key, tag.value) }
        }
        return writer.text
    }
}

extension CheckDescription.Mappings {
    /// In the order of the columns of findings.csv.
    var lists: [[String]] { [soc2, iso27001, nist80053, cis, fsbp] }
}

extension Int64 {
    /// Seconds as whole days, cut off.
    var wholeDays: Int64 { self / 86_400 }
}
