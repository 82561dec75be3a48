import Domain

extension CheckInput {
    /// Judges the account's password policy; an account without one has failed `password-policy-missing` already.
    func judgePasswordPolicy(_ judge: (Resource, PasswordPolicy) -> Assessment) -> [Assessment] {
        let resource = Resource.account(facts)
        guard case .value(let policy?) = facts.passwordPolicy else {
            return [.notApplicable(resource, "\(place) has no password policy; password-policy-missing tells it.")]
        }
        return [judge(resource, policy)]
    }
}
