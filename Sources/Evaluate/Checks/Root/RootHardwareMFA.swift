import Domain

extension Check {
    static let rootHardwareMFA = Check(
        "root-hardware-mfa",
        family: .root,
        title: "MFA of the root user is a hardware device",
        severity: .high,
        rationale: "A virtual device can be copied from the phone or its backup; a hardware device has to be stolen.",
        remediation: """
            Assign a FIDO security key to root and remove the virtual device; in a member account, delete the root \
            credentials through centralized root access instead.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-fips-mfa-for-root.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-6",
        ],
        mappings: .init(
            soc2: ["CC6.1", "CC6.6"],
            iso27001: ["A.8.5"],
            nist80053: ["IA-2(1)"],
            cis: ["5.0 1.5", "6.0 2.5", "7.0 2.6"],
            fsbp: ["IAM.6"]
        ),
        peers: .init(prowler: ["iam_root_hardware_mfa_enabled"], scoutSuite: ["iam-root-account-no-hardware-mfa"]),
        needs: [.virtualMFADevices],
        needsOneOf: [.summary, .credentialReport],
        examples: [
            .passes("a hardware device") { _ in },
            .passes("no device, which is a finding of its own") { $0.editSummary { $0["AccountMFAEnabled"] = 0 } },
            .passes("a user's device that is named like root's") {
                $0.addVirtualDevice("root-account-mfa-device", of: "user/j.doe")
            },
            .fails("a virtual device", on: ["<root_account>"], severity: .high) {
                $0.addVirtualDevice("root-account-mfa-device", of: "root")
            },
            .fails("a virtual device by another name, summary denied", on: ["<root_account>"]) {
                $0.addVirtualDevice("phone", of: "root")
                $0.facts.summary = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("devices denied") { $0.facts.virtualMFADevices = .unavailable(ExampleAccount.denied) },
            .notAssessed("summary and report denied") {
                $0.facts.summary = .unavailable(ExampleAccount.denied)
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("summary without the count, report unreadable", on: ["<root_account>"]) {
                $0.editSummary { $0["AccountMFAEnabled"] = nil }
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
            },
        ]
    ) { input in
        let root = input.account.root
        let resource = Resource.root(root)
        guard let hasMFA = root.hasMFA else {
            return [.notAssessed(resource, "Whether root of \(input.place) has MFA is in neither summary nor report.")]
        }
        guard hasMFA else {
            return [.notApplicable(resource, "The root user of \(input.place) has no MFA; root-mfa judges it.")]
        }
        // The owner's ARN decides: a user's device may be named like root's.
        let devices = (input.facts.virtualMFADevices.value ?? []).filter { $0.userARN == root.arn }
        guard !devices.isEmpty else { return [.pass(resource)] }
        return [
            .fail(
                resource,
                "The MFA device of the root user of \(input.place) is virtual.",
                facts: devices.map(\.serialNumber).sorted().map { Fact("serial_number", $0) }
            )
        ]
    }
}
