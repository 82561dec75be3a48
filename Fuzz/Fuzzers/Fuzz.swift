import CLibFuzzer
import Foundation

/// Runs libFuzzer on one of our parsers; `Scripts/sanitize fuzz` is the way to start it.
@main
enum Fuzz {
    /// Not an argument, because libFuzzer starts itself again with its own arguments when it merges corpora.
    private static let variable = "ORGSWEEP_FUZZER"
    private static let chosen = ProcessInfo.processInfo.environment[variable].flatMap(Fuzzer.init)

    static func main() {
        let names = Fuzzer.allCases.map(\.rawValue).joined(separator: " ")
        guard chosen != nil else {
            let isAskedForNames = CommandLine.arguments.dropFirst() == ["--names"]
            print(isAskedForNames ? names : "Set \(variable) to one of: \(names).")
            exit(isAskedForNames ? 0 : 2)
        }
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        let status = LLVMFuzzerRunDriver(&count, &arguments) { data, size in
            Fuzz.chosen?.feed([UInt8](UnsafeBufferPointer(start: data, count: size)))
            return 0
        }
        exit(status)
    }
}

/// What is fuzzed; the raw value names the folder of seeds and the dictionary.
///
/// A fuzzer finds more than crashes: it stops where a property does not hold that every input must have.
private enum Fuzzer: String, CaseIterable {
    case inventory, json, organization, policy, report, xml

    func feed(_ input: [UInt8]) {
        switch self {
        case .inventory: InventoryFuzzer.feed(input)
        case .json: JSONFuzzer.feed(input)
        case .organization: OrganizationFuzzer.feed(input)
        case .policy: PolicyFuzzer.feed(input)
        case .report: ReportFuzzer.feed(input)
        case .xml: XMLFuzzer.feed(input)
        }
    }
}
