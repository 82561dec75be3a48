/// The operator of a condition, taken apart: `ForAnyValue:StringNotLikeIfExists`.
///
/// IAM compares operators without regard to case, and stores them as they were written.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
struct ConditionOperator: Sendable, Hashable {
    var quantifier: Quantifier?
    var comparison: Comparison
    var isNegated: Bool
    var ifExists: Bool

    enum Quantifier: String, Sendable {
        case forAllValues = "forallvalues:"
        case forAnyValue = "foranyvalue:"
    }

    enum Comparison: Sendable, Hashable {
        case string
        case stringIgnoringCase
        case stringLike
        case number(Order)
        case date(Order)
        case bool
        case binary
        case address
        case arn
        case null
    }

    enum Order: Sendable {
        case equal
        case less
        case lessOrEqual
        case greater
        case greaterOrEqual

        func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
            switch self {
            case .equal: left == right
            case .less: left < right
            case .lessOrEqual: left <= right
            case .greater: left > right
            case .greaterOrEqual: left >= right
            }
        }
    }

    /// Nil for an operator that the policy language does not have.
    init?(_ text: String) {
        var name = Substring(text.lowercased())
        for quantifier in [Quantifier.forAllValues, .forAnyValue] where name.hasPrefix(quantifier.rawValue) {
            self.quantifier = quantifier
            name = name.dropFirst(quantifier.rawValue.count)
            break
        }
        let suffix = "ifexists"
        ifExists = name.hasSuffix(suffix)
        if ifExists { name = name.dropLast(suffix.count) }
        guard let (comparison, isNegated) = Self.comparisons[String(name)], comparison != .null || !ifExists else {
            return nil
        }
        self.comparison = comparison
        self.isNegated = isNegated
    }

    private static let comparisons: [String: (Comparison, isNegated: Bool)] = [
        "stringequals": (.string, false), "stringnotequals": (.string, true),
        "stringequalsignorecase": (.stringIgnoringCase, false),
        "stringnotequalsignorecase": (.stringIgnoringCase, true),
        "stringlike": (.stringLike, false), "stringnotlike": (.stringLike, true),
        "numericequals": (.number(.equal), false), "numericnotequals": (.number(.equal), true),
        "numericlessthan": (.number(.less), false), "numericlessthanequals": (.number(.lessOrEqual), false),
        "numericgreaterthan": (.number(.greater), false),
        "numericgreaterthanequals": (.number(.greaterOrEqual), false),
        "dateequals": (.date(.equal), false), "datenotequals": (.date(.equal), true),
        "datelessthan": (.date(.less), false), "datelessthanequals": (.date(.lessOrEqual), false),
        "dategreaterthan": (.date(.greater), false), "dategreaterthanequals": (.date(.greaterOrEqual), false),
        "bool": (.bool, false), "binaryequals": (.binary, false),
        "ipaddress": (.address, false), "notipaddress": (.address, true),
        "arnequals": (.arn, false), "arnlike": (.arn, false),
        "arnnotequals": (.arn, true), "arnnotlike": (.arn, true),
        "null": (.null, false),
    ]
}
