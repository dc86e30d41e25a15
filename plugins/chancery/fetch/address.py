"""Where a request may lead: public addresses of the web, and what was opened by name.

A feed's address, a redirect and a name's addresses are written by others. So each is looked at when
it is used, and a connection goes to the very address that was looked at: between a look and a
connection, a name cannot lead elsewhere.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpcore2

from chancery.common.errors import ChanceryError
from chancery.common.urls import encoding_fault, url_fault

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_PORTS = (None, 80, 443)
_USUAL_PORTS = {"http": 80, "https": 443}

#: What Python's tables take for public, or once did, and no feed is at (IANA's registries of
#: special-purpose addresses; RFC 3879 for fec0::/10). 168.63.129.16 answers within one large cloud.
_SPECIAL = tuple(
    ipaddress.ip_network(text)
    for text in """
    100.64.0.0/10 168.63.129.16/32 192.0.0.0/24 192.88.99.0/24
    64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 3fff::/20 5f00::/16 fec0::/10
    """.split()
)
#: IPv4 inside of IPv6: NAT64 (RFC 6052).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Forbidden(ChanceryError):
    """A request that is not made, or not followed; says why."""


def address_fault(text: str) -> str:
    """Say why nothing connects to an address; empty when it is a public one.

    Private, loopback, link-local (clouds keep their keys there), multicast and reserved ranges are
    refused, in IPv4, in IPv6, and in IPv4 that is written as IPv6.
    """
    address = ipaddress.ip_address(text.partition("%")[0])
    if _public(_carried(address)):
        return ""
    return f"leads to {address}, which is no public address"


def _public(address: _Address) -> bool:
    special = any(address in network for network in _SPECIAL if network.version == address.version)
    return not special and address.is_global and not (address.is_multicast or address.is_reserved)


def _carried(address: _Address) -> _Address:
    """Return the IPv4 address that an IPv6 address stands for, where it does, else itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address


async def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a name, best first; raise OSError if it has none.

    Each request runs in a thread of its own, for which nobody waits once the time is up.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def deliver(found: list[str], error: Exception | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(found)
        else:
            answer.set_exception(error)

    def ask() -> None:
        found: list[str] = []
        fault: Exception | None = None
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = [str(row[4][0]) for row in rows]
        except OSError as error:
            fault = error
        except UnicodeError:
            fault = socket.gaierror(socket.EAI_NONAME, "no host can have this name")
        with suppress(RuntimeError):  # the run is over
            loop.call_soon_threadsafe(deliver, found, fault)

    threading.Thread(target=ask, daemon=True).start()
    return await answer


@dataclass(frozen=True, slots=True)
class Access:
    """What may be asked.

    Attributes:
        allowed: Hosts that may be asked whatever their address and port, as `host` or `host:port`.
        proxies: The proxy for each scheme, as the environment names it.
        look_up: Resolves names.
    """

    allowed: frozenset[str] = frozenset()
    proxies: Mapping[str, str] = field(default_factory=dict)
    look_up: Callable[[str, int], Awaitable[list[str]]] = look_up

    def opened(self, host: str, port: int | None) -> bool:
        """Say whether a host was opened by its name; port: None for that of the scheme."""
        return host in self.allowed or f"{host}:{port}" in self.allowed

    def fault(self, url: str) -> str:
        """Say why an address is not asked; empty when it may be."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or _USUAL_PORTS.get(parts.scheme)
        except ValueError:
            return url_fault(url) or "is not an address"
        if (
            self.opened(host, port)
            and parts.scheme in ("http", "https")
            and "@" not in parts.netloc
        ):
            return encoding_fault(host)
        fault = url_fault(url)
        if not fault and port not in _PORTS:
            fault = f"names the port {port}; only 80 and 443 are asked"
        return fault

    async def addresses(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host that may be connected to.

        Raises:
            Forbidden: If the host has only others.
            OSError: If it has none.
        """
        found = list(dict.fromkeys(await self.look_up(host, port)))
        if self.opened(host, port):
            return found
        faults = {address: address_fault(address) for address in found}
        open_ones = [address for address in found if not faults[address]]
        if not open_ones:
            raise Forbidden(next(iter(faults.values()), "has no address"))
        return open_ones


#: The web as everybody sees it.
ORDINARY = Access()


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to addresses that were looked at, and to no name."""

    def __init__(self, access: Access) -> None:
        """Take what may be asked."""
        self._access = access
        self._inner = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address that answers. Raises `Forbidden` when none may be asked."""
        fault: Exception | None = None
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._access.addresses(host, port)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout from error
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from error
        for address in addresses:
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                fault = error
        raise fault or httpcore2.ConnectError("no address")
