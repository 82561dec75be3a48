import Domain
import Glibc
import Synchronization

/// Where codes of MFA devices come from: the command line, once, else whoever sits at the terminal.
final class MFACodes: Sendable {
    private let given: Mutex<Secret?>

    init(given: String?) {
        self.given = Mutex(given.map { Secret($0) })
    }

    /// Whether the text has the form of a code.
    ///
    /// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    static func isCode(_ text: String) -> Bool {
        text.utf8.count == 6 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Nil where there is no terminal, or its user gives up.
    func code(for serial: String) async throws -> Secret? {
        // AWS takes no code twice.
        if let code = given.withLock({ $0.take() }) { return code }
        return try await Self.ask(for: serial)
    }

    /// Asks at the controlling terminal, even if the streams of the process lead elsewhere, and shows nothing of it.
    private static func ask(for serial: String) async throws -> Secret? {
        let terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var usual = termios()
        guard tcgetattr(terminal, &usual) == 0 else { return nil }
        var silent = usual
        // Byte by byte and without signals, so that the terminal is itself again before Control-C does its work.
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        tcsetattr(terminal, TCSAFLUSH, &silent)
        defer { tcsetattr(terminal, TCSAFLUSH, &usual) }
        func show(_ text: String) { _ = write(terminal, text, text.utf8.count) }

        show("MFA code for \(Terminal.printable(serial).replacing("\n", with: " ")): ")
        var line = CodeLine()
        while true {
            guard let byte = nextByte(from: terminal) else {
                // Waiting in short sleeps keeps the signals of the process at work.
                do {
                    try await Task.sleep(for: .milliseconds(20))
                } catch {
                    show("\n")
                    throw error
                }
                continue
            }
            switch line.take(byte) {
            case .more: break
            case .code(let code):
                show("\n")
                return code
            case .again: show("\nA code is 6 digits: ")
            case .end:
                show("\n")
                return nil
            case .interrupt:
                tcsetattr(terminal, TCSAFLUSH, &usual)
                // To the process, not to this thread: that is how the signal comes from a terminal.
                kill(getpid(), SIGINT)
            }
        }
    }

    private static func nextByte(from terminal: Int32) -> UInt8? {
        var entry = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        var byte: UInt8 = 0
        guard poll(&entry, 1, 0) > 0 else { return nil }
        // A terminal that is gone reads as the end of its input.
        return read(terminal, &byte, 1) == 1 ? byte : CodeLine.endOfInput
    }
}

/// A line of digits as it is typed.
private struct CodeLine {
    enum Step {
        case more
        case code(Secret)
        case again
        case end
        case interrupt
    }

    static let endOfInput: UInt8 = 0x04

    private var typed: [UInt8] = []

    mutating func take(_ byte: UInt8) -> Step {
        switch byte {
        case 0x03: return .interrupt
        case Self.endOfInput: return .end
        case 0x08, 0x7F:
            _ = typed.popLast()
            return .more
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            defer { typed = [] }
            let text = String(decoding: typed, as: UTF8.self)
            return MFACodes.isCode(text) ? .code(Secret(text)) : .again
        default:
            typed.append(byte)
            return .more
        }
    }
}
