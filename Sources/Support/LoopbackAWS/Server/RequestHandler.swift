import Glibc
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
        switch answer.delivery {
        case .never: return
        case .refused: return reset(context)
        case .whole, .announced, .cut, .drip: break
        }
        var headers = HTTPHeaders(answer.headers.map { ($0.name, $0.value) })
        headers.add(name: "Content-Length", value: String(answer.delivery.contentLength(of: answer.body.count)))
        if !keepsAlive { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: answer.status),
            headers: headers
        )
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        switch answer.delivery {
        case .drip:
            drip(answer.body[...], context)
        case .cut(let byReset):
            let half = write(answer.body.prefix(answer.body.count / 2), context)
            half.assumeIsolated().whenComplete { _ in byReset ? self.reset(context) : context.close(promise: nil) }
        case .whole, .announced, .never, .refused:
            let body = buffer(answer.body[...], context)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
            let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
            if !keepsAlive { written.assumeIsolated().whenComplete { _ in context.close(promise: nil) } }
        }
    }

    private func buffer(_ bytes: ArraySlice<UInt8>, _ context: ChannelHandlerContext) -> ByteBuffer {
        var buffer = context.channel.allocator.buffer(capacity: bytes.count)
        buffer.writeBytes(bytes)
        return buffer
    }

    private func write(_ bytes: ArraySlice<UInt8>, _ context: ChannelHandlerContext) -> EventLoopFuture<Void> {
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(buffer(bytes, context)))))
    }

    /// Ends the connection with RST: what a closed port or a crashed proxy sends.
    private func reset(_ context: ChannelHandlerContext) {
        guard let socket = context.channel as? any SocketOptionProvider else { return context.close(promise: nil) }
        let isSet = socket.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        isSet.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    }

    private func drip(_ bytes: ArraySlice<UInt8>, _ context: ChannelHandlerContext) {
        guard context.channel.isActive, !bytes.isEmpty else { return context.close(promise: nil) }
        write(bytes.prefix(1), context).assumeIsolated().whenSuccess {
            context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) {
                self.drip(bytes.dropFirst(), context)
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
