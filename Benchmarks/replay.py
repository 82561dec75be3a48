"""Stands between client and simulator and answers a request that it has seen before with the answer of that time.

The simulator takes longer over a page of authorization details than any client takes to read it; repeated from memory,
the page comes as fast as it can be read. Requests are told apart by operation and body, so that a new signature of the
same request is the same request. Usage: replay.py UPSTREAM_PORT; prints its own port.
"""

import asyncio
import re
import socket
import sys

TARGET = re.compile(rb"\r\nx-amz-target: *([^\r]*)", re.IGNORECASE)
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


def complete(message: bytes) -> tuple[bytes, bytes] | None:
    """The head and the body of a whole message, or None while a part of it is missing."""
    head, separator, body = message.partition(b"\r\n\r\n")
    length = LENGTH.search(head)
    return (head, body) if separator and len(body) == int(length[1] if length else 0) else None


class Replay(asyncio.Protocol):
    """One connection of a client; the answers are shared by all."""

    answers: dict[tuple[bytes, bytes], bytes] = {}
    upstream_port = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.request = b""

    def data_received(self, data: bytes) -> None:
        self.request += data
        if (parts := complete(self.request)) is None:
            return
        head, body = parts
        target = TARGET.search(head)
        key = (target[1] if target else b"", body)
        if key not in self.answers:
            self.answers[key] = self.ask(self.request)
        self.request = b""
        self.transport.write(self.answers[key])

    def ask(self, request: bytes) -> bytes:
        # Blocks everybody, a handful of times in all.
        with socket.create_connection(("127.0.0.1", self.upstream_port), timeout=60) as upstream:
            upstream.sendall(request)
            answer = b""
            while complete(answer) is None:
                if not (piece := upstream.recv(1 << 20)):
                    raise ConnectionError("the simulator ended its answer in the middle")
                answer += piece
            return answer


async def main() -> None:
    Replay.upstream_port = int(sys.argv[1])
    server = await asyncio.get_running_loop().create_server(Replay, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
