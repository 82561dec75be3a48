import TestSupport
import Testing

@testable import AWS

struct RoleMistakeTests {
    private static let keys = "aws_access_key_id = AKIAFILE\naws_secret_access_key = HUSHfile\n"
    private static let role = "role_arn = arn:aws:iam::111122223333:role/audit/Reader\n"

    struct Mistake: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let config: String
        let message: String
    }

    private static let mistakes = [
        Mistake(
            testDescription: "a circle",
            config: "[profile prod]\n\(role)source_profile = b\n[profile b]\n\(role)source_profile = prod\n",
            message: "the profile b: its source_profile leads in a circle: prod -> b -> prod: end the chain with a "
                + "profile that has keys, credential_process or sso_session, or with credential_source"
        ),
        Mistake(
            testDescription: "a circle further on",
            config: "[profile prod]\n\(role)source_profile = b\n[profile b]\n\(role)source_profile = c\n"
                + "[profile c]\n\(role)source_profile = b\n",
            message: "leads in a circle: prod -> b -> c -> b:"
        ),
        Mistake(
            testDescription: "its own source without keys",
            config: "[profile prod]\n\(role)source_profile = prod\n",
            message: "leads in a circle: prod -> prod:"
        ),
        Mistake(
            testDescription: "a source that does not exist",
            config: "[profile prod]\n\(role)source_profile = hub\n",
            message: "the profile prod: source_profile \"hub\" is not in /home/me/.aws/credentials or "
                + "/home/me/.aws/config: choose one of prod"
        ),
        Mistake(
            testDescription: "a source without credentials",
            config: "[profile prod]\n\(role)source_profile = b\n[profile b]\nregion = us-east-1\n",
            message: "the profile b: it is a source_profile, but has no credentials: give it keys, credential_process, "
                + "sso_session or a role of its own"
        ),
        Mistake(
            testDescription: "two sources",
            config: "[profile prod]\n\(role)source_profile = b\ncredential_source = Environment\n",
            message: "the profile prod: it has both source_profile and credential_source: keep one of them"
        ),
        Mistake(
            testDescription: "no source",
            config: "[profile prod]\n\(role)",
            message: "the profile prod: it has role_arn, but nothing to assume the role with: add source_profile or "
                + "credential_source"
        ),
        Mistake(
            testDescription: "a source that botocore does not know, or not in these letters",
            config: "[profile prod]\n\(role)credential_source = environment\n",
            message: "the profile prod: credential_source \"environment\" is none: write Environment, "
                + "Ec2InstanceMetadata or EcsContainer"
        ),
        Mistake(
            testDescription: "an environment without keys",
            config: "[profile prod]\n\(role)credential_source = Environment\n",
            message: "the profile prod: credential_source is Environment, but the environment has no keys: set "
                + "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        ),
        Mistake(
            testDescription: "a container that is none",
            config: "[profile prod]\n\(role)credential_source = EcsContainer\n",
            message: "the profile prod: credential_source is EcsContainer, but AWS_CONTAINER_CREDENTIALS_RELATIVE_URI "
                + "and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set: give the task or the pod a role"
        ),
        Mistake(
            testDescription: "no ARN of a role",
            config: "[profile prod]\nrole_arn = arn:aws:iam::111122223333:user/x\nsource_profile = prod\n\(keys)",
            message: "the profile prod: role_arn \"arn:aws:iam::111122223333:user/x\" is not the ARN of a role: write "
                + "arn:aws:iam::111122223333:role/NAME"
        ),
        Mistake(
            testDescription: "no duration",
            config: "[profile prod]\n\(role)source_profile = prod\nduration_seconds = 1h\n\(keys)",
            message: "the profile prod: duration_seconds is not a number of seconds from 900 to 43200: correct it, or "
                + "leave it out for an hour"
        ),
    ]

    @Test(arguments: mistakes)
    func `a profile that cannot work is refused before any call`(_ mistake: Mistake) async throws {
        try await withCredentials(CredentialsFixture(["AWS_PROFILE": "prod"], config: mistake.config)) { fixture in
            let failure = try await fixture.failure()
            #expect(failure.description.contains(mistake.message), "\(failure)")
            #expect(fixture.server.requests.isEmpty)
        }
    }
}
