import Domain
import Foundation

extension RunHeader: JSONWritable {
    /// Everything but the judgements, which have a table of their own, and the columns of `run`.
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("toolVersion", toolVersion)
            $0.field("binarySHA256", binarySHA256)
            $0.field("catalogueVersion", catalogueVersion)
            $0.field("callerARN", callerARN)
            $0.field("callerAccountID", ifAny: callerAccountID)
            $0.field("callerRequestID", callerRequestID)
            $0.field("credentialsProvider", credentialsProvider)
            $0.field("partition", partition)
            $0.field("region", region)
            $0.field("endpointOverrides", endpointOverrides)
            $0.field("host", host)
            $0.field("commandLine", commandLine)
            $0.field("inputFiles", inputFiles)
            $0.field("organization", organization)
            $0.field("isPartialScope", isPartialScope)
            $0.field("failOn", ifAny: failOn)
            $0.field("roleTemplate", roleTemplate)
            $0.field("hopTemplates", hopTemplates)
            $0.field("sessionName", sessionName)
            $0.field("sessionPolicy", sessionPolicy)
            $0.field("concurrency", concurrency)
            $0.field("limits", ifAny: limits)
            $0.key("serviceLevels")
            $0.object { writer in
                for severity in Severity.allCases { writer.field(severity.rawValue, ifAny: serviceLevels[severity]) }
            }
            $0.field("settings", settings)
            $0.field("roster", ifAny: roster)
            $0.field("earlierRun", ifAny: earlierRun)
            $0.field("isRehearsal", isRehearsal)
        }
    }

    /// Reads what `write(to:)` wrote; the judgements are the caller's to add.
    init(id: String, asOf: Instant, startedAt: Instant, json: String) throws {
        let fields = try JSONDecoder().decode(Fields.self, from: Data(json.utf8))
        self.init(id: id, asOf: asOf, startedAt: startedAt)
        toolVersion = fields.toolVersion
        binarySHA256 = fields.binarySHA256
        catalogueVersion = fields.catalogueVersion
        callerARN = fields.callerARN
        callerAccountID = fields.callerAccountID
        callerRequestID = fields.callerRequestID
        credentialsProvider = fields.credentialsProvider
        partition = fields.partition
        region = fields.region
        endpointOverrides = fields.endpointOverrides
        host = fields.host
        commandLine = fields.commandLine
        inputFiles = fields.inputFiles
        organization = fields.organization
        isPartialScope = fields.isPartialScope
        failOn = fields.failOn
        roleTemplate = fields.roleTemplate
        hopTemplates = fields.hopTemplates ?? []
        sessionName = fields.sessionName
        sessionPolicy = fields.sessionPolicy
        concurrency = fields.concurrency
        limits = fields.limits
        for (name, seconds) in fields.serviceLevels {
            if let severity = Severity(rawValue: name) { serviceLevels[severity] = seconds }
        }
        settings = fields.settings ?? Settings()
        roster = fields.roster
        earlierRun = fields.earlierRun
        isRehearsal = fields.isRehearsal
    }

    private struct Fields: Decodable {
        var toolVersion: String
        var binarySHA256: String
        var catalogueVersion: String
        var callerARN: String
        var callerAccountID: AccountID?
        var callerRequestID: String
        var credentialsProvider: String
        var partition: Partition
        var region: String
        var endpointOverrides: [String: String]
        var host: String
        var commandLine: [String]
        var inputFiles: [InputFile]
        var organization: OrganizationContext
        var isPartialScope: Bool
        var failOn: Severity?
        var roleTemplate: String
        /// Absent in the ledgers of programs that knew no chains.
        var hopTemplates: [String]?
        var sessionName: String
        var sessionPolicy: String
        var concurrency: Int
        /// Absent, as `settings`, in the ledgers of programs that did not write it yet.
        var limits: Limits?
        var serviceLevels: [String: Int64]
        /// Absent in the ledgers of programs that did not write it yet.
        var settings: Settings?
        /// Absent in a run without a roster.
        var roster: Roster.Source?
        var earlierRun: String?
        var isRehearsal: Bool
    }
}

extension RunHeader.Limits: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("callsAtATime", callsAtATime)
            $0.field("connections", connections)
            $0.field("attempts", attempts)
            $0.field("timedOutAttempts", ifAny: timedOutAttempts)
            $0.field("connectSeconds", connectSeconds)
            $0.field("silenceSeconds", silenceSeconds)
            $0.field("attemptSeconds", attemptSeconds)
            $0.field("callSeconds", callSeconds)
            $0.field("accountSeconds", accountSeconds)
            $0.field("runSeconds", runSeconds)
        }
    }
}

extension RunHeader.InputFile: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("name", name)
            $0.field("sha256", sha256)
        }
    }
}

extension OrganizationContext: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("organizationID", ifAny: organizationID)
            $0.field("managementAccountID", ifAny: managementAccountID)
            $0.field("accountIDs", accountIDs.sorted())
            $0.field("confirmed", confirmed)
            $0.field("unconfirmedBecause", ifAny: unconfirmedBecause)
            $0.field("inventoryIDs", ifAny: inventoryIDs?.sorted())
            $0.field("delegatedAdministratorIDs", ifAny: delegatedAdministratorIDs?.sorted())
            $0.field("managesRootCredentials", ifAny: managesRootCredentials)
        }
    }
}

extension RunHeader.Settings: JSONWritable {
    /// Sorted wherever the order means nothing, so that equal settings are equal bytes.
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("severities", severities)
            $0.field("controls", ifAny: controls)
            $0.field("ownerTags", ownerTags)
            $0.field("trustedAccounts", trustedAccounts.sorted { $0.id < $1.id })
            $0.field("trustedOrganizations", trustedOrganizations.sorted())
            $0.field("identityProviders", ifAny: identityProviders?.sorted())
            $0.field("githubOrganizations", ifAny: githubOrganizations?.sorted())
            $0.field("platformRoles", platformRoles.sorted { ($0.name, $0.principal) < ($1.name, $1.principal) })
            $0.field("breakGlass", breakGlass.sorted())
            $0.field("serviceUsers", ifAny: serviceUsers?.sorted())
            $0.field("requiresOwnerTags", ifAny: requiresOwnerTags)
            $0.field("leaverGraceSeconds", ifAny: leaverGraceSeconds)
        }
    }
}

extension Roster.Source: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("system", system)
            $0.field("query", query)
            $0.field("extractedBy", extractedBy)
            $0.field("extractedAt", ifAny: extractedAt)
            $0.field("maxAgeSeconds", maxAgeSeconds)
            $0.field("timeZone", timeZone)
            $0.field("rows", rows)
            $0.field("people", people)
        }
    }
}

extension RunHeader.TrustedAccount: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("id", id)
            $0.field("name", name)
            $0.field("requiresExternalID", requiresExternalID)
            $0.field("mayReadData", ifAny: mayReadData)
        }
    }
}

extension PlatformRole: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("name", name)
            $0.field("principal", principal)
        }
    }
}
