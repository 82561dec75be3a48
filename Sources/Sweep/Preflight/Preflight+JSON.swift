import Domain
import Evaluate

extension Preflight {
    /// One JSON object: a summary, and an object for each account in scope with AWS's words and request ids.
    package var json: String {
        var json = JSONWriter()
        json.object { json in
            json.member("accounts_in_scope", lines.count)
            json.member("accounts_with_gaps", lines.count(where: \.hasGap))
            json.key("accounts_left_out")
            json.object { json in
                json.member("command_line", leftOut.byCommandLine)
                json.member("excluded", leftOut.excluded)
                json.member("not_active", leftOut.notActive)
            }
            json.key("accounts")
            json.array(lines) { json, line in line.write(to: &json) }
        }
        return json.text
    }
}

extension PreflightLine {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("account_id", account.id.description)
            json.member("account_name", account.name)
            json.member("role_arn", narrowing == .baseCredentials ? "" : account.roleARN)
            json.key("hops")
            json.array(account.hops) { $0.value($1) }
            json.member("gap", hasGap)
            json.member("assumed", refusal == nil)
            json.key("narrowed")
            switch narrowing {
            case .proven: json.value(true)
            case .none, .baseCredentials: json.value(false)
            case .notTried, .unknown: json.null()
            }
            json.key("tagging_allowed")
            if let allowsTagging { json.value(allowsTagging) } else { json.null() }
            json.key("allowed_calls")
            json.value(allowedCalls)
            json.key("rights")
            rights.write(to: &json)
            json.key("gaps")
            json.array(told) { $1.write(to: &$0) }
            json.key("next_steps")
            json.array(nextSteps) { $0.value($1) }
        }
    }

    /// Every gap with AWS's words.
    private var told: [Unavailable] {
        var told = [refusal].compactMap(\.self) + gaps
        if case .unknown(let reason) = narrowing { told.append(reason) }
        return told
    }
}

extension ReaderRights {
    /// As `sweep-role-overprivileged` would judge the role.
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("standing", standing)
            json.key("beyond_the_plan")
            json.array(actions) { $0.value($1) }
        }
    }

    package var standing: String {
        switch self {
        case .asPlanned: "as_planned"
        case .wider: "wider"
        case .dangerous: "writes_or_reads_data"
        case .unknown: "unknown"
        }
    }

    package var actions: [String] {
        switch self {
        case .asPlanned, .unknown: []
        case .wider(let actions), .dangerous(let actions): actions
        }
    }
}

extension Unavailable {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("action", action)
            json.member("reason", reason.rawValue)
            json.member("error_code", errorCode)
            json.member("message", message)
            json.member("request_id", requestID)
        }
    }
}
