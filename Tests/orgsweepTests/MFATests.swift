import Foundation
import TestSupport
import Testing

/// The program and a server that plays STS: whom it trusts with a code, and what the code was.
struct MFATests {
    private static let config = """
        [default]
        role_arn = arn:aws:iam::111122223333:role/hub
        source_profile = default
        mfa_serial = arn:aws:iam::111122223333:mfa/me
        aws_access_key_id = AKIAIOSFODNN7EXAMPLE
        aws_secret_access_key = hunter2hunter2
        """

    /// Refuses each call, so that a sweep ends with its first.
    private func withSTS(_ body: (Program, ScriptedServer, [String: String]) throws -> Void) throws {
        let server = try ScriptedServer { _ in
            .http(
                status: 403,
                body: "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
            )
        }
        defer { server.stop() }
        let program = try Program()
        defer { program.remove() }
        try program.write("role: audit\n", to: "accounts/organization.yaml")
        try program.write(Self.config, to: ".aws/config")
        try body(program, server, ["AWS_ENDPOINT_URL": server.url])
    }

    @Test(arguments: ["sweep", "accounts"])
    func `a code on the command line is sent and shown nowhere`(command: String) throws {
        try withSTS { program, server, environment in
            let ending = try program.run([command, "--mfa-code", "271828"], environment: environment)
            #expect(ending.code == 1)
            #expect(server.requests.count == 1)
            #expect(server.requests.first?.bodyText.contains("&TokenCode=271828") == true)
            #expect(ending.error.contains("sts:AssumeRole was denied: AccessDenied: profile default: assume-role"))
            #expect(!(ending.error + ending.output).contains("271828"))
        }
    }

    @Test func `without a terminal the option is named`() throws {
        try withSTS { program, server, environment in
            let ending = try program.shell("exec setsid --wait $ORGSWEEP sweep", environment: environment)
            #expect(ending.code == 64)
            #expect(ending.error.contains("there is no terminal to ask for the code: pass --mfa-code"))
            #expect(server.requests.isEmpty)
        }
    }

    /// util-linux's `script` gives the program a terminal of its own; what is typed comes through a pipe.
    private func type(_ keys: String, _ program: Program, _ environment: [String: String]) throws -> Program.Ending {
        // At the end of its input `script` would end the program.
        let wait = "until grep -q 'MFA code for' typescript 2>/dev/null; do sleep 0.05; done"
        return try program.shell(
            "{ \(wait); printf '\(keys)'; until test -e ended; do sleep 0.05; done; } | "
                + "script --quiet --flush --return --command \"$ORGSWEEP sweep; code=\\$?; touch ended; exit \\$code\" typescript",
            environment: environment
        )
    }

    @Test func `the terminal is asked until it gives six digits, and shows none of them`() throws {
        try withSTS { program, server, environment in
            let ending = try type(#"27x\r2718\177822\b8\r"#, program, environment)
            #expect(server.requests.first?.bodyText.contains("&TokenCode=271828") == true, "\(ending)")
            #expect(ending.output.contains("MFA code for arn:aws:iam::111122223333:mfa/me: \r\nA code is 6 digits: "))
            #expect(!ending.output.contains("271"))
            #expect(ending.code == 1)
        }
    }

    @Test func `Control-C ends the question and the sweep`() throws {
        try withSTS { program, server, environment in
            let ending = try type(#"27\003"#, program, environment)
            #expect(ending.code == 130, "\(ending)")
            #expect(server.requests.isEmpty)
        }
    }
}
