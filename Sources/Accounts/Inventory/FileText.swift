/// The text of a file of the accounts folder, known to be UTF-8.
struct FileText {
    let text: String
    let file: String

    /// Takes UTF-8 with or without a byte order mark; refuses UTF-16, other encodings and what is no text at all.
    init(_ bytes: [UInt8], file: String) throws(ConfigurationFailure) {
        // What `>` of Windows PowerShell writes, and what older spreadsheets call Unicode text.
        let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        guard !isUTF16, !bytes.contains(0) else {
            throw ConfigurationFailure(
                file: file,
                problem: isUTF16 ? "UTF-16 text" : "NUL bytes, as UTF-16 text has them",
                remedy: "Save it as UTF-8"
            )
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            throw ConfigurationFailure(file: file, problem: "not UTF-8 text", remedy: "Save it as UTF-8")
        }
        self.text = text
        self.file = file
    }

    /// The lines, ended by LF, CRLF or CR.
    var lines: [Substring] {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    }
}
