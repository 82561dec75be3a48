import Glibc

/// The server's side of one TCP connection, used by its own thread only.
struct ScriptedConnection: ~Copyable {
    private let descriptor: Int32
    private let stop: StopSignal
    private var received: [UInt8] = []

    init(descriptor: Int32, stop: StopSignal) {
        self.descriptor = descriptor
        self.stop = stop
    }

    deinit {
        close(descriptor)
    }

    /// The next request, or nil when the client is done, speaks no HTTP, or the server is stopped.
    mutating func nextRequest() -> ScriptedRequest? {
        while true {
            if let headEnd = received.firstIndex(ofSequence: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: received[..<headEnd], as: UTF8.self)
                received.removeSubrange(..<(headEnd + 4))
                return request(head: head)
            }
            guard receiveMore() else { return nil }
        }
    }

    private mutating func request(head: String) -> ScriptedRequest? {
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { return nil }
        let headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            let value = line[colon...].dropFirst().drop { $0 == " " }
            return (name: String(line[..<colon]), value: String(value))
        }
        let length = headers.last { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        while received.count < length {
            guard receiveMore() else { return nil }
        }
        let body = Array(received.prefix(length))
        received.removeFirst(length)
        return ScriptedRequest(
            method: String(words[0]),
            path: String(words[1]),
            headers: headers,
            body: body
        )
    }

    private mutating func receiveMore() -> Bool {
        guard stop.wait(for: POLLIN, on: descriptor) == .ready else { return false }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        received.append(contentsOf: chunk.prefix(count))
        return true
    }

    /// Does the steps and says whether the connection is still good for another request.
    func perform(_ answer: ScriptedAnswer) -> Bool {
        for step in answer.steps {
            switch step {
            case .bytes(let bytes):
                guard send(bytes) else { return false }
            case .pause(let duration):
                guard stop.wait(atMost: duration) == .timedOut else { return false }
            case .close:
                return false
            case .reset:
                // A linger time of zero makes close send RST instead of FIN (socket(7), SO_LINGER).
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
                return false
            case .hang:
                // The end of the connection counts as input.
                _ = stop.wait(for: POLLIN, on: descriptor)
                return false
            }
        }
        return true
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard stop.wait(for: POLLOUT, on: descriptor) == .ready else { return false }
            let count = rest.withUnsafeBytes { buffer in
                Glibc.send(
                    descriptor,
                    buffer.baseAddress,
                    buffer.count,
                    Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
                )
            }
            if count < 0 {
                guard errno == EAGAIN || errno == EINTR else { return false }
            } else {
                rest = rest.dropFirst(count)
            }
        }
        return true
    }
}

extension Array<UInt8> {
    fileprivate func firstIndex(ofSequence pattern: [UInt8]) -> Int? {
        guard count >= pattern.count else { return nil }
        return (0...(count - pattern.count)).first { self[$0..<($0 + pattern.count)].elementsEqual(pattern) }
    }
}
