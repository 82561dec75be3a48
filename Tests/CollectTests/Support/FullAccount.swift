import Domain
import FoundationEssentials

@testable import Collect

/// An account in which every call of the plan has something to say.
///
/// Users: `alice` has a key and a certificate in the report, `bob` nothing, `newcomer` is younger than the report.
enum FullAccount {
    static var scripts: [CallPlan: ScriptedIAM.Script] {
        Dictionary(
            uniqueKeysWithValues: results.map { action, xml -> (CallPlan, ScriptedIAM.Script) in
                (action, { _ in .result(xml) })
            }
        )
    }

    static let results: [CallPlan: String] = [
        .generateCredentialReport: "<State>COMPLETE</State>",
        .getCredentialReport: credentialReport(reportCSV),
        .getAccountAuthorizationDetails: authorizationDetails,
        .getAccountPasswordPolicy: """
        <PasswordPolicy><AllowUsersToChangePassword>true</AllowUsersToChangePassword>
        <RequireUppercaseCharacters>true</RequireUppercaseCharacters><RequireSymbols>true</RequireSymbols>
        <ExpirePasswords>true</ExpirePasswords><PasswordReusePrevention>24</PasswordReusePrevention>
        <RequireLowercaseCharacters>false</RequireLowercaseCharacters><MaxPasswordAge>90</MaxPasswordAge>
        <HardExpiry>false</HardExpiry><RequireNumbers>true</RequireNumbers>
        <MinimumPasswordLength>14</MinimumPasswordLength></PasswordPolicy>
        """,
        .getAccountSummary: """
        <SummaryMap><entry><key>Users</key><value>3</value></entry><entry><key>Roles</key><value>1</value></entry>
        <entry><key>AccountMFAEnabled</key><value>1</value></entry></SummaryMap>
        """,
        .getLoginProfile: """
        <LoginProfile><UserName>newcomer</UserName><CreateDate>2026-11-22T14:00:00Z</CreateDate>
        <PasswordResetRequired>true</PasswordResetRequired></LoginProfile>
        """,
        .getOpenIDConnectProvider: """
        <Url>token.actions.githubusercontent.com</Url><CreateDate>2024-05-01T00:00:00Z</CreateDate>
        <ClientIDList><member>sts.amazonaws.com</member></ClientIDList>
        <ThumbprintList><member>ffff</member><member>0000</member></ThumbprintList><Tags/>
        """,
        .getPolicy: """
        <Policy><Arn>arn:aws:iam::aws:policy/ReadOnlyAccess</Arn><DefaultVersionId>v7</DefaultVersionId></Policy>
        """,
        .getPolicyVersion: """
        <PolicyVersion><Document>%7B%22Version%22%3A%222012-10-17%22%7D</Document><VersionId>v7</VersionId>
        <IsDefaultVersion>true</IsDefaultVersion><CreateDate>2025-01-01T00:00:00Z</CreateDate></PolicyVersion>
        """,
        .getUser: """
        <User><Path>/</Path><UserName>newcomer</UserName><UserId>AIDA3</UserId>
        <Arn>arn:aws:iam::111122223333:user/newcomer</Arn><CreateDate>2026-11-22T13:00:00Z</CreateDate>
        <PasswordLastUsed>2026-11-22T14:30:00Z</PasswordLastUsed>
        <Tags><member><Key>k</Key><Value>v</Value></member></Tags></User>
        """,
        .listAccessKeys: """
        <AccessKeyMetadata><member><UserName>alice</UserName><AccessKeyId>AKIA2</AccessKeyId>
        <Status>Inactive</Status><CreateDate>2026-01-01T00:00:00Z</CreateDate></member>
        <member><UserName>alice</UserName><AccessKeyId>AKIA1</AccessKeyId><Status>Active</Status>
        <CreateDate>2025-01-01T00:00:00Z</CreateDate></member></AccessKeyMetadata><IsTruncated>false</IsTruncated>
        """,
        .listAccountAliases: "<AccountAliases><member>acme-prod</member></AccountAliases>",
        .listMFADevices: """
        <MFADevices><member><UserName>newcomer</UserName>
        <SerialNumber>arn:aws:iam::111122223333:mfa/newcomer</SerialNumber>
        <EnableDate>2026-11-22T14:10:00Z</EnableDate></member></MFADevices>
        """,
        .listOpenIDConnectProviders: """
        <OpenIDConnectProviderList><member>
        <Arn>arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com</Arn></member>
        </OpenIDConnectProviderList>
        """,
        .listRoles: """
        <Roles><member><Path>/</Path><RoleName>Deploy</RoleName><Arn>arn:aws:iam::111122223333:role/Deploy</Arn>
        <CreateDate>2024-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>%7B%7D</AssumeRolePolicyDocument>
        <Description>deploys &amp; more</Description><MaxSessionDuration>43200</MaxSessionDuration></member></Roles>
        """,
        .listSAMLProviders: """
        <SAMLProviderList><member><Arn>arn:aws:iam::111122223333:saml-provider/Okta</Arn>
        <ValidUntil>2027-01-01T00:00:00Z</ValidUntil><CreateDate>2024-01-01T00:00:00Z</CreateDate></member>
        </SAMLProviderList>
        """,
        .listSSHPublicKeys: """
        <SSHPublicKeys><member><UserName>u</UserName><SSHPublicKeyId>APKA1</SSHPublicKeyId><Status>Active</Status>
        <UploadDate>2025-06-01T00:00:00Z</UploadDate></member></SSHPublicKeys>
        """,
        .listServerCertificates: """
        <ServerCertificateMetadataList><member><ServerCertificateName>www</ServerCertificateName><Path>/</Path>
        <Arn>arn:aws:iam::111122223333:server-certificate/www</Arn><ServerCertificateId>ASCA1</ServerCertificateId>
        <UploadDate>2025-01-01T00:00:00Z</UploadDate><Expiration>2026-01-01T00:00:00Z</Expiration></member>
        </ServerCertificateMetadataList>
        """,
        .listServiceSpecificCredentials: """
        <ServiceSpecificCredentials><member><UserName>bob</UserName><Status>Active</Status>
        <ServiceUserName>bob-at-1</ServiceUserName><ServiceCredentialAlias>BedrockKey</ServiceCredentialAlias>
        <CreateDate>2026-01-01T00:00:00Z</CreateDate>
        <ServiceSpecificCredentialId>ACCA1</ServiceSpecificCredentialId>
        <ServiceName>bedrock.amazonaws.com</ServiceName></member></ServiceSpecificCredentials>
        """,
        .listSigningCertificates: """
        <Certificates><member><UserName>alice</UserName><CertificateId>CERT1</CertificateId>
        <CertificateBody>-----BEGIN</CertificateBody><Status>Active</Status>
        <UploadDate>2024-01-01T00:00:00Z</UploadDate></member></Certificates>
        """,
        .listVirtualMFADevices: """
        <VirtualMFADevices><member><SerialNumber>arn:aws:iam::111122223333:mfa/root</SerialNumber>
        <Base32StringSeed>SEEDSEEDSEED</Base32StringSeed><QRCodePNG>cXI=</QRCodePNG>
        <EnableDate>2024-01-01T00:00:00Z</EnableDate>
        <User><Arn>arn:aws:iam::111122223333:root</Arn><UserId>111122223333</UserId></User></member>
        <member><SerialNumber>arn:aws:iam::111122223333:mfa/orphan</SerialNumber></member></VirtualMFADevices>
        """,
    ]

    static let authorizationDetails = """
        <Policies/>
        <UserDetailList>\(user("newcomer"))\(user("alice"))\(user("bob"))</UserDetailList>
        <RoleDetailList>
        <member><Path>/</Path><RoleName>Deploy</RoleName><RoleId>AROA1</RoleId>
        <Arn>arn:aws:iam::111122223333:role/Deploy</Arn><CreateDate>2024-01-01T00:00:00Z</CreateDate>
        <AssumeRolePolicyDocument>%7B%22role%22%3A1%7D</AssumeRolePolicyDocument><RolePolicyList/>
        <AttachedManagedPolicies><member><PolicyName>ReadOnlyAccess</PolicyName>
        <PolicyArn>arn:aws:iam::aws:policy/ReadOnlyAccess</PolicyArn></member></AttachedManagedPolicies>
        <InstanceProfileList/><Tags/><RoleLastUsed/></member>
        </RoleDetailList>
        <GroupDetailList/><IsTruncated>false</IsTruncated>
        """

    /// One page with what is given, and empty the lists that it lacks.
    static func details(_ xml: String) -> String {
        ["Policies", "UserDetailList", "RoleDetailList", "GroupDetailList"].reduce(xml) { xml, list in
            xml.contains("<\(list)>") ? xml : xml + "<\(list)/>"
        }
    }

    static func user(_ name: String) -> String {
        """
        <member><Path>/</Path><UserName>\(name)</UserName><UserId>AIDA-\(name)</UserId>
        <Arn>arn:aws:iam::111122223333:user/\(name)</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate>
        <GroupList/><AttachedManagedPolicies/><Tags/></member>
        """
    }

    static let reportHeader =
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
        + "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
        + "access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
        + "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
        + "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,"
        + "cert_2_active,cert_2_last_rotated"

    static let reportCSV = """
        \(reportHeader)
        <root_account>,arn:aws:iam::111122223333:root,2020-01-01T00:00:00Z,true,2026-01-01T00:00:00Z,\
        2020-01-01T00:00:00Z,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A
        alice,arn:aws:iam::111122223333:user/alice,2026-01-01T00:00:00Z,false,N/A,N/A,N/A,false,\
        true,2026-01-01T00:00:00Z,2026-11-01T10:15:00Z,us-east-1,s3,false,N/A,N/A,N/A,N/A,\
        true,2024-01-01T00:00:00Z,false,N/A
        bob,arn:aws:iam::111122223333:user/bob,2026-01-01T00:00:00Z,true,no_information,2026-01-01T00:00:00Z,\
        N/A,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A
        """

    static func credentialReport(_ csv: String) -> String {
        let content = Data(csv.utf8).base64EncodedString(options: .lineLength76Characters)
        return "<Content>\(content)</Content><ReportFormat>text/csv</ReportFormat>"
            + "<GeneratedTime>2026-11-22T12:00:00Z</GeneratedTime>"
    }
}
