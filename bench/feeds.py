"""A network's feeds fetched from this machine, against the time that the waiting alone takes.

Each feed answers after a tenth of a second. The ideal is the sum of those, divided by how many are
asked at once.
"""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.bench import ROOT, Measured, _run
from bench.synthetic import synthetic_network

sys.path.insert(0, str(ROOT / "plugins"))

DELAY = 0.1
POSTS = 216
HOSTS = 200
ENTRIES = 20


def bench(count: int) -> int:
    """Fetch so many feeds twice, build after each, and print what it took."""
    with tempfile.TemporaryDirectory() as name, _server() as (process, port):
        network = Path(name)
        synthetic_network(network, POSTS)
        (network / "content").mkdir()
        _add_feeds(network / "posts.yaml", count, port)
        _measure(network, count, process)
    return 0


def _measure(network: Path, count: int, process: subprocess.Popen[str]) -> None:
    from chancery.fetch.http import USUAL

    fetching = [sys.executable, "-m", "bench.feeds", "fetch", str(network)]
    building = [sys.executable, "-m", "chancery", "build", "--network", str(network)]
    fetched, built = (Measured([]), Measured([])), (Measured([]), Measured([]))
    received = []
    # To watch memory takes a processor some of the time: runs of their own do it, untimed.
    for watched in (True, False):
        shutil.rmtree(network / ".cache", ignore_errors=True)
        for fetches, builds in zip(fetched, built, strict=True):
            before = _sent(process)
            _run(fetching, fetches, watched=watched)
            received.append(_sent(process) - before)
            _run(building, builds, watched=watched)
    ideal = count * DELAY / USUAL.at_once
    print(f"{count} feeds of {ENTRIES} entries on {HOSTS} hosts, {DELAY * 1000:.0f} ms each")
    print(f"{'':10} {'seconds':>8} {'x ideal':>8} {'MiB':>6} {'bytes received':>15}")
    print(f"{'ideal':10} {ideal:8.2f} {1:8.1f}")
    for label, one, size in zip(("first", "second"), fetched, received[-2:], strict=True):
        ratio = one.median / ideal
        print(f"{label:10} {one.median:8.2f} {ratio:8.1f} {one.memory:6.0f} {size:15,}")
    print(f"the build after each: {built[0].median:.2f} s, {built[1].median:.2f} s")
    print(_sizes(network / ".cache", count))


def _add_feeds(path: Path, count: int, port: int) -> None:
    """Assign every post its share of the feeds."""
    lines = path.read_text(encoding="utf-8").splitlines()
    places = [index for index, line in enumerate(lines) if line.startswith("    timezone:")]
    for share, index in enumerate(places):
        numbers = range(share, count, len(places))
        urls = [f"http://h{number % HOSTS}.example:{port}/{number}" for number in numbers]
        feeds = ", ".join(f'{{url: "{url}"}}' for url in urls)
        lines[index] += f"\n    feeds: [{feeds}]"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _sizes(cache: Path, count: int) -> str:
    entries = (cache / "feeds.sqlite").stat().st_size
    state = (cache / "feeds-state.jsonl").stat().st_size
    return (
        f"the cache: {entries / 2**20:.1f} MiB of entries ({entries // (count * ENTRIES)} bytes "
        f"each), {state / 1024:.0f} KiB of state"
    )


@contextmanager
def _server() -> Iterator[tuple[subprocess.Popen[str], int]]:
    command = [sys.executable, "-m", "bench.feeds", "serve"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None  # noqa: S101  (for the types)
        try:
            yield process, int(process.stdout.readline())
        finally:
            process.kill()


def _sent(process: subprocess.Popen[str]) -> int:
    """Ask the server how many bytes of bodies it has sent."""
    assert process.stdin is not None  # noqa: S101
    assert process.stdout is not None  # noqa: S101
    process.stdin.write("\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def fetch(network: Path) -> None:
    """Fetch as `chancery feeds` does, with names that lead to this machine."""
    from chancery.commands.feeds import Wishes, feeds
    from chancery.commands.options import Options

    def look_up(host: str, port: int, **_more: object) -> list[tuple[object, ...]]:
        address = f"127.0.1.{int(host.partition('.')[0][1:]) + 1}"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    socket.getaddrinfo = look_up  # type: ignore[assignment]
    allow = tuple(f"h{number}.example" for number in range(HOSTS))
    sys.exit(feeds(Options(network=str(network)), Wishes(every=True, allow=allow)))


def serve() -> None:
    """Serve feeds on every address of this machine until killed; say the port, then bytes sent."""
    sent = 0

    def body(number: str) -> bytes:
        start = time.time() - int(number) * 60
        items = "".join(
            f"<item><title>Entry {entry} of feed {number}</title><guid>{entry}</guid>"
            f"<link>https://news.example/{number}/{entry}</link>"
            f"<description>{'A few words of what it says. ' * 8}</description>"
            f"<pubDate>{time.strftime('%d %b %Y %H:%M:%S GMT', time.gmtime(start - entry * 9999))}"
            "</pubDate></item>"
            for entry in range(ENTRIES)
        )
        return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        while head := await reader.readuntil(b"\r\n\r\n"):
            await asyncio.sleep(DELAY)
            if b"if-none-match" in head.lower():
                writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n')
            else:
                data = body(head.split(b" ", 2)[1].decode().lstrip("/"))
                sent += len(data)
                length = f"Content-Length: {len(data)}\r\n\r\n".encode()
                writer.write(b'HTTP/1.1 200 OK\r\nETag: "a"\r\n' + length + data)
            await writer.drain()

    async def quietly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(quietly, "0.0.0.0", 0, backlog=500)  # noqa: S104
        print(server.sockets[0].getsockname()[1], flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(sent, flush=True)

    asyncio.run(run())


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve()
    else:
        fetch(Path(sys.argv[2]))
