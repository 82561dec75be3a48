import NIOCore
import NIOHTTP1

/// Collects one request at a time and writes the service's answer; pipelined requests wait in NIO's own handler.
final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Far above any query that a client of these services sends.
    private static let maximumBodyBytes = 1 << 20

    private let service: RehearsalService
    private let latency: TimeAmount
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ service: RehearsalService, latency: TimeAmount) {
        self.service = service
        self.latency = latency
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.removeAll(keepingCapacity: true)
        case .body(let buffer):
            guard body.count + buffer.readableBytes <= Self.maximumBodyBytes else { return context.close(promise: nil) }
            body.append(contentsOf: buffer.readableBytesView)
        case .end:
            guard let head else { return }
            self.head = nil
            let request = ReceivedRequest(
                method: head.method.rawValue,
                target: head.uri,
                headers: head.headers.map { ReceivedRequest.Header(name: $0.name, value: $0.value) },
                body: body
            )
            respond(to: request, keepsAlive: head.isKeepAlive, context)
        }
    }

    /// Writes the answer when the latency has passed since the request arrived; other connections go on meanwhile.
    private func respond(to request: ReceivedRequest, keepsAlive: Bool, _ context: ChannelHandlerContext) {
        let due = NIODeadline.now() + latency
        let answer = service.answer(request)
        guard latency > .zero else { return write(answer, keepsAlive: keepsAlive, context) }
        context.eventLoop.assumeIsolated().scheduleTask(deadline: due) {
            // The client may have gone away while its answer was held back.
            if context.channel.isActive { self.write(answer, keepsAlive: keepsAlive, context) }
        }
    }

    private func write(_ answer: Answer, keepsAlive: Bool, _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders(answer.headers.map { ($0.name, $0.value) })
        headers.add(name: "Content-Length", value: String(answer.body.count))
        if !keepsAlive { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: answer.status),
            headers: headers
        )
        var buffer = context.channel.allocator.buffer(capacity: answer.body.count)
        buffer.writeBytes(answer.body)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if answer.breaksOff {
            buffer.moveWriterIndex(to: answer.body.count / 2)
            let half = context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(buffer))))
            half.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
            return
        }
        context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
        let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        if !keepsAlive {
            written.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
