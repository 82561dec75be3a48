import Domain
import Ledger

/// The run's provenance as run.json: what ran, who ran it, on what, with which rules, and the control totals.
enum RunJSON {
    static func text(
        _ header: RunHeader,
        ending: RunEnding?,
        course: RunCourse,
        checks: [CheckDescription],
        digest: RunDigest
    ) -> String {
        var writer = JSONWriter()
        writer.object { json in
            identity(header, ending, &json)
            caller(header, &json)
            pacing(header, course, &json)
            rules(header, checks, &json)
            json.key("roster")
            if let roster = RosterProvenance(header, digest) { roster.write(to: &json) } else { json.null() }
            totals(digest, &json)
            json.key("previous")
            json.null()
        }
        return writer.text + "\n"
    }

    private static func identity(_ header: RunHeader, _ ending: RunEnding?, _ json: inout JSONWriter) {
        json.member("run", header.id)
        json.member("rehearsal", header.isRehearsal)
        json.member("partial_scope", header.isPartialScope)
        json.member("as_of", header.asOf)
        json.member("started_at", header.startedAt)
        json.member("finished_at", ending?.finishedAt)
        json.key("clock_skew_seconds")
        if let ending { json.value(ending.clockSkewSeconds) } else { json.null() }
        json.key("tool")
        json.object { tool in
            tool.member("name", "orgsweep")
            tool.member("version", header.toolVersion)
            tool.member("binary_sha256", header.binarySHA256)
            tool.member("catalogue_version", header.catalogueVersion)
        }
        json.member("host", header.host)
        json.key("command_line")
        json.array(header.commandLine) { $0.value($1) }
        json.key("input_files")
        json.array(header.inputFiles) { json, file in
            json.object {
                $0.member("name", file.name)
                $0.member("sha256", file.sha256)
            }
        }
    }

    private static func caller(_ header: RunHeader, _ json: inout JSONWriter) {
        json.key("caller")
        json.object { caller in
            caller.member("arn", header.callerARN)
            caller.member("account_id", header.callerAccountID?.description)
            caller.member("request_id", header.callerRequestID)
            caller.member("credentials_provider", header.credentialsProvider)
        }
        json.key("organization")
        json.object { organization in
            organization.member("id", header.organization.organizationID)
            organization.member("management_account_id", header.organization.managementAccountID?.description)
            organization.member("confirmed", header.organization.confirmed)
            if let reason = header.organization.unconfirmedBecause {
                organization.member("unconfirmed_because", reason)
            }
            organization.member("accounts", header.organization.accountIDs.count)
            if let count = header.organization.inventoryIDs?.count { organization.member("inventory_accounts", count) }
        }
        json.member("partition", header.partition.rawValue)
        json.member("region", header.region)
        json.key("endpoint_overrides")
        json.object { endpoints in
            for (service, url) in header.endpointOverrides.sorted(by: { $0.key < $1.key }) {
                endpoints.member(service, url)
            }
        }
        json.key("session")
        json.object { session in
            session.member("role", header.roleTemplate)
            if !header.hopTemplates.isEmpty {
                session.key("hops")
                session.array(header.hopTemplates) { json, role in json.value(role) }
            }
            session.member("name", header.sessionName)
            session.member("policy", header.sessionPolicy)
        }
    }

    private static func pacing(_ header: RunHeader, _ course: RunCourse, _ json: inout JSONWriter) {
        json.member("concurrency", header.concurrency)
        if let limits = header.limits {
            json.key("limits")
            json.object {
                $0.member("calls_at_a_time", limits.callsAtATime)
                $0.member("connections_per_host", limits.connections)
                $0.member("attempts", limits.attempts)
                if let attempts = limits.timedOutAttempts { $0.member("timed_out_attempts", attempts) }
                $0.member("connect_seconds", limits.connectSeconds)
                $0.member("silence_seconds", limits.silenceSeconds)
                $0.member("attempt_seconds", limits.attemptSeconds)
                $0.member("call_seconds", limits.callSeconds)
                $0.member("account_seconds", limits.accountSeconds)
                $0.member("run_seconds", limits.runSeconds)
            }
        }
        json.key("throttled")
        json.array(course.throttled) { json, entry in
            json.object {
                $0.member("account_id", entry.account.description)
                $0.member("waited_ms", entry.milliseconds)
            }
        }
        json.key("continued")
        json.array(course.resumptions) { json, resumption in
            json.object { json in
                json.member("started_at", resumption.startedAt)
                json.member("caller_arn", resumption.callerARN)
                json.member("request_id", resumption.callerRequestID)
                json.member("host", resumption.host)
                json.key("command_line")
                json.array(resumption.commandLine) { $0.value($1) }
                json.member("accounts", resumption.accounts)
            }
        }
    }

    private static func rules(_ header: RunHeader, _ checks: [CheckDescription], _ json: inout JSONWriter) {
        json.member("fail_on", header.failOn?.rawValue ?? "never")
        json.key("service_levels")
        json.object { levels in
            for severity in Severity.worstFirst {
                if let seconds = header.serviceLevels[severity] {
                    levels.member(severity.rawValue, CheckDescription.Parameter.text(seconds))
                }
            }
        }
        json.key("judgements")
        json.array(header.judgements) { json, judgement in
            json.object {
                $0.member("kind", judgement.kind)
                $0.member("check_id", judgement.checkID)
                $0.member("account_id", judgement.accountID)
                $0.member("resource", judgement.resource)
                $0.member("reason", judgement.reason)
            }
        }
        json.key("thresholds")
        json.array(checks.flatMap { check in check.parameters.map { (check, $0) } }) { json, threshold in
            json.object {
                $0.member("check_id", threshold.0.id)
                $0.member("name", threshold.1.name)
                $0.member("value", threshold.1.text)
                $0.member("default", CheckDescription.Parameter.text(threshold.1.defaultSeconds))
            }
        }
        json.key("severities")
        json.array(checks.filter { header.settings.severities[$0.id] != nil }) { json, check in
            json.object {
                $0.member("check_id", check.id)
                $0.member("value", header.settings.severities[check.id]?.rawValue)
                $0.member("default", check.severity.rawValue)
            }
        }
        json.key("controls")
        json.object { json in
            for (control, checks) in (header.settings.controls ?? [:]).sorted(by: { $0.key < $1.key }) {
                json.key(control)
                json.array(checks) { $0.value($1) }
            }
        }
    }

    private static func totals(_ digest: RunDigest, _ json: inout JSONWriter) {
        json.key("totals")
        json.object { totals in
            totals.member("accounts", digest.accountCount)
            totals.key("coverage")
            totals.object { coverage in
                for state in Coverage.allCases { coverage.member(state.rawValue, digest.coverage[state] ?? 0) }
            }
            totals.key("findings")
            totals.object { findings in
                for severity in Severity.worstFirst { findings.member(severity.rawValue, digest[severity].fails) }
            }
            totals.member("coverage_findings", digest.coverageFails)
            totals.member("excepted", digest.excepted)
            totals.member("not_assessed", digest.notAssessed)
            totals.member("checks", digest.checks.count)
            totals.member("identities", digest.totals.identities)
            totals.member("credentials", digest.totals.credentials)
            totals.member("calls", digest.totals.calls.calls)
            totals.member("retries", digest.totals.calls.retries)
            totals.member("bytes_received", digest.totals.calls.bytes)
        }
    }
}
