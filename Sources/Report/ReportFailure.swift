#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Why a file of the run folder could not be written.
package enum ReportFailure: Error, Equatable, CustomStringConvertible {
    case file(path: String, action: String, code: Int32)

    package var description: String {
        switch self {
        case .file(let path, let action, let code):
            "cannot \(action) \(path): \(String(cString: strerror(code))). \(Self.remedy(for: code))"
        }
    }

    private static func remedy(for code: Int32) -> String {
        switch code {
        case ENOSPC, EDQUOT:
            "The ledger is whole: make room on that disk, then finish the run with `orgsweep sweep --resume RUN`."
        case EACCES, EPERM, EROFS:
            "The folder must be writable by the user that runs orgsweep."
        case ENOENT, ENOTDIR:
            "The run folder must exist before the report is written."
        default:
            "The ledger is whole: finish the run with `orgsweep sweep --resume RUN`."
        }
    }
}
