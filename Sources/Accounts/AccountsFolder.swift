import Crypto
package import Domain
import FoundationEssentials

/// What the accounts folder says, with the digest of every file that was read.
package struct AccountsFolder: Sendable {
    package var folder: String
    package var configuration: Configuration
    package var inventory: [InventoryEntry]
    package var files: [RunHeader.InputFile]

    /// Beyond every inventory: ten thousand accounts take six megabytes as AWS lists them.
    static let sizeLimit = 32 << 20

    /// Reads organization.yaml and every inventory file; refuses whatever it does not understand.
    ///
    /// Hidden files, `*.md` and the folder `examples` are left alone. The catalogue is needed because thresholds name
    /// checks.
    package static func read(
        _ folder: String,
        catalogue: [CheckDescription]
    ) throws(ConfigurationFailure) -> AccountsFolder {
        var result = AccountsFolder(folder: folder, configuration: Configuration(), inventory: [], files: [])
        var entries: [InventoryEntry] = []
        var roster: FileText?
        for name in try fileNames(in: folder) {
            let place = "\(folder)/\(name)"
            let bytes = try contents(of: place)
            switch name {
            case "organization.yaml":
                let text = try FileText(bytes, file: place)
                result.configuration = try OrganizationFile(catalogue: catalogue).read(text.text, file: place)
            case "organization.yml":
                throw ConfigurationFailure(
                    file: place,
                    problem: "not the name that is looked for",
                    remedy: "Rename it to organization.yaml"
                )
            case "roster.csv":
                roster = try FileText(bytes, file: place)
            case "exceptions.yaml":
                throw notYet(place, "exceptions")
            default:
                entries += try InventoryReader.read(FileText(bytes, file: place))
            }
            result.files.append(RunHeader.InputFile(name: name, sha256: hex(SHA256.digest(bytes))))
        }
        result.inventory = try InventoryEntry.merged(entries)
        try result.takeIn(roster)
        return result
    }

    /// What organization.yaml says of the roster is needed to read it: where a day ends, and what was over by then.
    private mutating func takeIn(_ roster: FileText?) throws(ConfigurationFailure) {
        guard let roster else {
            guard configuration.rosterSource == nil else {
                throw ConfigurationFailure(
                    file: "\(folder)/organization.yaml",
                    problem: "roster: there is no roster.csv beside the file",
                    remedy: "Export it there, or take the key out"
                )
            }
            return
        }
        let source = configuration.rosterSource ?? Roster.Source()
        configuration.roster = try RosterFile(source, file: roster.file).read(roster)
    }

    private static func fileNames(in folder: String) throws(ConfigurationFailure) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { !$0.hasPrefix(".") && !$0.hasSuffix(".md") && $0 != "examples" }
                .sorted()
        } catch {
            throw ConfigurationFailure(
                file: folder,
                problem: "not a readable folder",
                remedy: "Name the folder that holds organization.yaml with --accounts"
            )
        }
    }

    private static func contents(of path: String) throws(ConfigurationFailure) -> [UInt8] {
        // The target of a link counts, because Kubernetes mounts a ConfigMap as links.
        let target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        let attributes = try? FileManager.default.attributesOfItem(atPath: target)
        switch attributes?[.type] as? FileAttributeType {
        case .typeRegular: break
        case .typeDirectory:
            throw ConfigurationFailure(
                file: path,
                problem: "a folder, and folders inside are not read",
                remedy: "Move its files up, or take it out; only a folder called examples is left alone"
            )
        default: throw ConfigurationFailure(file: path, problem: "not a readable file", remedy: "Check its permissions")
        }
        if let size = attributes?[.size] as? Int, size > sizeLimit {
            throw ConfigurationFailure(
                file: path,
                problem: "larger than \(sizeLimit >> 20) MB",
                remedy: "Take it out of the folder if it is no inventory"
            )
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationFailure(file: path, problem: "not readable", remedy: "Check its permissions")
        }
        return [UInt8](data)
    }

    private static func notYet(_ file: String, _ feature: String) -> ConfigurationFailure {
        ConfigurationFailure(
            file: file,
            problem: "not yet: \(feature)",
            remedy: "Take the file out of the folder until a later version supports it"
        )
    }
}
