import Domain

extension Check {
    static let keyFromUserSetup = Check(
        "key-from-user-setup",
        family: .keys,
        title: "Access keys are made when they are needed, not together with a console user",
        severity: .low,
        rationale:
            "A key that came with a new console user and was never used is one that nobody asked for or looks after.",
        remediation: "Delete the key; a user that turns out to need one can be given one.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_create.html"],
        mappings: .init(soc2: ["CC6.1"], cis: ["5.0 1.10", "6.0 2.10"]),
        peers: .init(
            prowler: ["iam_user_no_setup_initial_access_key"],
            scoutSuite: ["iam-user-unused-access-key-initial-setup"]
        ),
        needs: [.authorization, .credentialReport],
        parameters: [
            CheckDescription.Parameter(
                name: "limit",
                summary: "A key that was made within this time of its user belongs to the user's setup",
                defaultSeconds: 60
            )
        ],
        discriminator: "the creation instant of the key",
        examples: [
            .fails("made 60 seconds after its user, never used", on: ["j.doe"], severity: .low) {
                $0.setKeys(.init(age: .days(20), usedAgo: nil))
                $0.setCreation(ago: .days(20) + 60)
            },
            .passes("made 61 seconds after its user") {
                $0.setKeys(.init(age: .days(20), usedAgo: nil))
                $0.setCreation(ago: .days(20) + 61)
            },
            .passes("used") {
                $0.setKeys(.init(age: .days(20)))
                $0.setCreation(ago: .days(20))
            },
            .passes("no password") {
                $0.setKeys(.init(age: .days(20), usedAgo: nil))
                $0.setCreation(ago: .days(20))
                $0.editRow { $0.passwordEnabled = false }
            },
            .passes("45 days old, which key-never-used judges") {
                $0.setKeys(.init(age: .days(45), usedAgo: nil))
                $0.setCreation(ago: .days(45))
            },
            .notAssessed("whether there is a password is not told", on: ["j.doe"]) {
                $0.setKeys(.init(age: .days(20), usedAgo: nil))
                $0.setCreation(ago: .days(20))
                $0.editRow { $0.passwordEnabled = nil }
            },
            .notAssessed("report denied") { $0.facts.credentialReport = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeKeys { user, key in
            let name = input.name(of: key, of: user)
            guard key.isActive else { return key.notApplicable(user, "\(name) is not active.") }
            if case .used = key.use { return key.pass(user) }
            guard let createdAt = key.createdAt else {
                return key.notAssessed(user, "\(name) could not be assessed because its age is not known.")
            }
            guard abs(createdAt.seconds(since: user.user.createdAt)) <= input.parameters["limit"] else {
                return key.pass(user)
            }
            guard input.age(createdAt) < input.threshold("limit", of: .keyNeverUsed) else {
                return key.notApplicable(user, "\(name) is old enough for key-never-used to judge it.")
            }
            switch (user.password, key.use) {
            case (.known(nil), _):
                return key.notApplicable(user, "\(user.user.name) in \(input.place) has no console password.")
            case (.unknown(let reason), _):
                let sentence = "Whether \(input.name(of: user)) has a console password is not known because \(reason)."
                return key.notAssessed(user, sentence)
            case (_, .unknown(let reason)):
                return key.notAssessed(user, "Whether \(name) was ever used is not known because \(reason).")
            default:
                return key.fail(
                    user,
                    "\(name) was made together with the user and has never been used\(key.qualification).",
                    limit: input.parameters.text("<=", "limit")
                )
            }
        }
    }
}
