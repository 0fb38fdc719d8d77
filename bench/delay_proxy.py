"""Imitates a distant server: a TCP proxy that delays a client's first bytes, and its first ones after each answer.

A client of HTTP/1.1 and its server take turns, so each request is delayed once, whatever its length; so is each flight
of a TLS handshake. A connection lives as long as its two ends keep it, and no connection waits for another.
"""

import asyncio
import threading

PIECE = 256 << 10


class DelayProxy:
    """Listens on 127.0.0.1 until close(). `opened` counts the connections so far."""

    def __init__(self, upstream_port: int, seconds: float):
        self._upstream_port = upstream_port
        self._seconds = seconds
        self.opened = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        started = threading.Event()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._serve(started)), daemon=True)
        self._thread.start()
        if not started.wait(30):
            raise SystemExit("the delaying proxy does not listen")

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(30)

    async def _serve(self, started: threading.Event) -> None:
        self._stopped = asyncio.Event()
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=PIECE)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        await self._stopped.wait()
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._upstream_port, limit=PIECE)
        answered = asyncio.Event()  # set while the server spoke last: what the client sends next begins a request
        answered.set()
        try:
            await asyncio.wait(
                [
                    asyncio.ensure_future(self._forward(reader, up_writer, answered)),
                    asyncio.ensure_future(self._backward(up_reader, writer, answered)),
                ],
                return_when=asyncio.FIRST_COMPLETED,
            )
        except asyncio.CancelledError:
            pass  # the proxy ends
        finally:
            writer.close()
            up_writer.close()

    async def _forward(self, reader: asyncio.StreamReader, up_writer: asyncio.StreamWriter, answered) -> None:
        while data := await reader.read(PIECE):
            if answered.is_set():
                await asyncio.sleep(self._seconds)
                answered.clear()
            up_writer.write(data)
            await up_writer.drain()

    async def _backward(self, up_reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answered) -> None:
        while data := await up_reader.read(PIECE):
            answered.set()
            writer.write(data)
            await writer.drain()
