import Crypto
package import Domain
import FoundationEssentials

/// What the accounts folder says, with the digest of every file that was read.
package struct AccountsFolder: Sendable {
    package var folder: String
    package var configuration: Configuration
    package var inventory: [InventoryEntry]
    package var files: [RunHeader.InputFile]

    /// Reads organization.yaml and every inventory file; refuses whatever it does not understand.
    ///
    /// Hidden files and `*.md` are left alone. The catalogue is needed because thresholds name checks.
    package static func read(
        _ folder: String,
        catalogue: [CheckDescription]
    ) throws(ConfigurationFailure) -> AccountsFolder {
        var result = AccountsFolder(folder: folder, configuration: Configuration(), inventory: [], files: [])
        var entries: [InventoryEntry] = []
        for name in try fileNames(in: folder) {
            let place = "\(folder)/\(name)"
            let bytes = try contents(of: place)
            switch name {
            case "organization.yaml":
                result.configuration = try OrganizationFile(catalogue: catalogue).read(text(bytes, place), file: place)
            case "organization.yml":
                throw ConfigurationFailure(
                    file: place,
                    problem: "not the name that is looked for",
                    remedy: "Rename it to organization.yaml"
                )
            case "roster.csv":
                throw notYet(place, "joining people to identities")
            case "exceptions.yaml":
                throw notYet(place, "exceptions")
            case let inventory where inventory.hasSuffix(".csv"):
                entries += try InventoryReader.read(bytes, file: place)
            default:
                throw notYet(place, "this kind of inventory (a CSV with the column account_id is understood)")
            }
            result.files.append(RunHeader.InputFile(name: name, sha256: hex(SHA256.digest(bytes))))
        }
        result.inventory = try InventoryReader.merged(entries)
        return result
    }

    private static func fileNames(in folder: String) throws(ConfigurationFailure) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { !$0.hasPrefix(".") && !$0.hasSuffix(".md") }
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
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationFailure(file: path, problem: "not readable", remedy: "Check its permissions")
        }
        return [UInt8](data)
    }

    private static func text(_ bytes: [UInt8], _ file: String) throws(ConfigurationFailure) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationFailure(file: file, problem: "not UTF-8 text", remedy: "Save it as UTF-8")
        }
        return text
    }

    private static func notYet(_ file: String, _ feature: String) -> ConfigurationFailure {
        ConfigurationFailure(
            file: file,
            problem: "not yet: \(feature)",
            remedy: "Take the file out of the folder until a later version supports it"
        )
    }
}
