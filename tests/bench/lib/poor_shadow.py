"""The other side that is asked for copies, as nobody wants it: `slow` answers well, but after 5 s; `lying` breaks HTTP in another
way each time. Run as a program: prints its port, and ends with its standard input."""

import asyncio
import itertools
import os
import sys

SLOW = 5.0  # seconds

WELL = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"ok": true}\n'

LIES = [
    b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 20\r\n\r\n0123456789",
    b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\ncut",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"HTTP/9.9 999999 ??\r\n\r\n",
    b"\x16\x03\x01 no HTTP at all",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
    b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 1000,
    b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1024 * 1024,
]


async def slow(reader, writer):
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            await asyncio.sleep(SLOW)
            writer.write(WELL)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    writer.close()


next_lie = itertools.cycle(LIES)


async def lying(reader, writer):
    try:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(next(next_lie))
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    writer.close()


async def serve(kind):
    server = await asyncio.start_server({"slow": slow, "lying": lying}[kind], "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    # Whoever still waits for an answer goes without.
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
