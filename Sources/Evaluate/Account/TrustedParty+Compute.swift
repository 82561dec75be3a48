extension TrustedParty {
    /// Whether code that runs in the account gets the role, and with it whoever can change the code.
    var isCompute: Bool {
        guard kind == .service else { return false }
        let service = text.split(separator: ".amazonaws.com", maxSplits: 1).first ?? ""
        return ["ec2", "ecs", "ecs-tasks", "eks", "eks-fargate-pods", "lambda", "pods.eks"].contains(String(service))
    }
}
