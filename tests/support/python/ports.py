"""Ports of the loopback interface for servers that cannot choose one themselves."""

import contextlib
import pathlib
import random
import socket
from collections.abc import Iterator


def free_port() -> int:
    """None of those that the system gives away: one of them could be another's by the time that a server listens."""
    first_given = int(pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    for _ in range(1000):
        port = random.randrange(first_given // 2, first_given)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@contextlib.contextmanager
def deaf_port() -> Iterator[int]:
    """Nobody listens there, and nobody else can."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]
