import Domain

extension Check {
    static let mfaDeviceOrphan = Check(
        "mfa-device-orphan",
        family: .users,
        title: "Virtual MFA devices belong to somebody",
        severity: .low,
        rationale: """
            A device that is left over keeps its name taken and its seed in somebody's phone, and clouds who has \
            MFA.
            """,
        remediation: "Delete the device.",
        references: ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html"],
        mappings: .init(soc2: ["CC6.1"]),
        needs: [.virtualMFADevices],
        examples: [
            .passes("a user's device") { _ in },
            .passes("a device of root") { $0.addVirtualDevice("root-account-mfa-device", of: "root") },
            .fails("a device of nobody", on: ["old-phone"], severity: .low) {
                $0.addVirtualDevice("old-phone", of: nil)
            },
            .notAssessed("devices denied") { $0.facts.virtualMFADevices = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let devices = (input.facts.virtualMFADevices.value ?? []).sorted { $0.serialNumber < $1.serialNumber }
        guard !devices.isEmpty else { return [.pass(.account(input.facts))] }
        return devices.map { device in
            let name = ARN(device.serialNumber)?.name ?? device.serialNumber
            let resource = Resource(type: .mfaDevice, arn: device.serialNumber, name: name)
            guard device.userARN == nil else { return .pass(resource) }
            return .fail(resource, "The virtual MFA device \(name) in \(input.place) is assigned to nobody.")
        }
    }
}
