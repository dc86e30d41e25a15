"""One address asked over HTTP: within limits of time and size, every redirect looked at."""

from __future__ import annotations

import asyncio
import http
import socket
import ssl
import urllib.request
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpcore2
import httpx2

from chancery.common.errors import ChanceryError
from chancery.common.faults import without_secrets
from chancery.feeds.document import SIZE_LIMIT
from chancery.fetch.address import Access, Forbidden, GuardedBackend
from chancery.fetch.reading import Fetched
from chancery.fetch.unpack import ACCEPTED, Unpackable, unpack

#: The most redirects in a row.
MOST_REDIRECTS = 5
_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_WITH_BODY = frozenset({200, 203})
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.3, */*;q=0.1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long requests may take (in seconds), how many run at once, how much they may bring.

    Attributes:
        connect: The time to connect.
        read: The time between two pieces of an answer.
        feed: The time for one feed, including redirects.
        total: The time for a whole run.
        at_once: How many requests may run at the same time.
        per_host: How many of them may go to one host.
        body: The most bytes of an answer, packed and unpacked.
    """

    connect: float = 10
    read: float = 20
    feed: float = 60
    total: float = 1800
    at_once: int = 20
    per_host: int = 2
    body: int = SIZE_LIMIT


#: The limits of a run that nobody waits for.
USUAL = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: the last answer of a chain of redirects.

    Attributes:
        status: The status code.
        url: The address that answered.
        moved: Where the address has moved for good; empty if it has not.
        headers: The headers of the answer.
        body: The unpacked body; empty unless the status is 200.
        received: How many bytes of the body came.
    """

    status: int
    url: str
    moved: str
    headers: httpx2.Headers
    body: bytes
    received: int

    def document(self, feed: str, *, whole: bool = False) -> Fetched:
        """Return its body as a document to read; feed, whole: as there."""
        return Fetched(self.body, feed, self.url, self.headers.get("content-type", ""), whole)


class FetchFailed(ChanceryError):
    """An attempt that ended without an answer; says why."""


class Paused(ChanceryError):
    """An attempt that was not made, or not followed: a host wants to be left alone until then."""

    def __init__(self, until: datetime) -> None:
        """Take until when."""
        self.until = until
        super().__init__(until)


def nobody(_host: str) -> datetime | None:
    """Say of every host that it may be asked."""
    return None


class Client:
    """Asks for documents: no cookies, no passwords, nothing from the environment but proxies.

    Of httpx2 it takes requests, answers and transports. Its own client would read cookies and make
    the next request of each redirect, out of what strangers wrote.
    """

    def __init__(
        self,
        agent: str,
        access: Access,
        limits: Limits,
        paused: Callable[[str], datetime | None] = nobody,
    ) -> None:
        """Take who asks, what may be asked, within which limits, and who is to be left alone.

        paused: gives until when a host is, None where it may be asked; it is heeded at every hop.
        """
        self.access, self.limits, self._paused = access, limits, paused
        self._headers = {"User-Agent": agent, "Accept-Encoding": ACCEPTED}
        context = httpx2.create_ssl_context()
        self._direct = _Transport(access, limits, context)
        self._proxies = {
            scheme: httpx2.AsyncHTTPTransport(proxy=proxy, verify=context, trust_env=False)
            for scheme, proxy in access.proxies.items()
        }
        times = httpx2.Timeout(limits.read, connect=limits.connect, pool=None)
        self._extensions = {"timeout": times.as_dict()}

    async def __aenter__(self) -> Self:
        """Return the client, to be closed at the end of the block."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close what is still open."""
        for transport in (self._direct, *self._proxies.values()):
            with suppress(Exception):  # everything was read by now; nobody is left to be told
                await transport.aclose()

    async def get(
        self,
        url: str,
        known: Mapping[str, Mapping[str, str]] | None = None,
        accept: str = _ACCEPT,
    ) -> Answer:
        """Ask for a document, and follow redirects.

        Args:
            url: The address.
            known: The headers that make a request conditional, by the address that they hold for.
            accept: The media types to ask for.

        Raises:
            FetchFailed: If no answer comes within the limits, or none that may be taken.
            Paused: If a host is to be asked that wants to be left alone.
        """
        try:
            async with asyncio.timeout(self.limits.feed):
                return await self._follow(url, known or {}, accept)
        except TimeoutError:
            raise FetchFailed(f"took longer than {self.limits.feed:g} seconds") from None
        except (Forbidden, Unpackable) as error:
            raise FetchFailed(str(error)) from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpcore2.ProtocolError) as error:
            raise FetchFailed(_reason(error, self.limits)) from error
        except (httpcore2.TimeoutException, httpcore2.NetworkError, OSError) as error:
            raise FetchFailed(_reason(error, self.limits)) from error

    async def _follow(
        self, url: str, known: Mapping[str, Mapping[str, str]], accept: str
    ) -> Answer:
        moved, for_good = "", True
        for hop in range(MOST_REDIRECTS + 1):
            fault = self.access.fault(url)
            if fault:
                raise FetchFailed(f"is redirected to {_told(url)}, which {fault}" if hop else fault)
            if (until := self._paused(host_of(url))) is not None:
                raise Paused(until)
            async with self._answered(url, {"Accept": accept, **known.get(url, {})}) as response:
                if response.status_code not in _REDIRECTS:
                    body, received = await self._body(response)
                    return Answer(
                        status=response.status_code,
                        url=url,
                        moved=moved,
                        headers=response.headers,
                        body=body,
                        received=received,
                    )
                target = _target(url, response)
                for_good = for_good and response.status_code in _PERMANENT
            if url.startswith("https:") and target.startswith("http:"):
                raise FetchFailed(f"is redirected to {_told(target)}, which is not encrypted")
            url = target
            moved = url if for_good else moved
        raise FetchFailed(f"is redirected more than {MOST_REDIRECTS} times")

    @asynccontextmanager
    async def _answered(self, url: str, more: Mapping[str, str]) -> AsyncIterator[httpx2.Response]:
        """Send one request, and yield its answer as long as the block lasts."""
        headers = {**self._headers, **more}
        request = httpx2.Request("GET", url, headers=headers, extensions=self._extensions)
        proxy = self._proxies.get(request.url.scheme)
        if proxy and urllib.request.proxy_bypass(host_of(url)):
            proxy = None
        response = await (proxy or self._direct).handle_async_request(request)
        try:
            yield response
        finally:
            await response.aclose()

    async def _body(self, response: httpx2.Response) -> tuple[bytes, int]:
        """Return an unpacked body and how many bytes came; raise `FetchFailed` past the limit."""
        if response.status_code not in _WITH_BODY:
            return b"", 0
        limit = self.limits.body
        data = bytearray()
        async for piece in response.aiter_raw():
            data += piece
            if len(data) > limit:
                raise FetchFailed(f"sends more than {limit:,} bytes")
        encoding = response.headers.get("content-encoding", "")
        return unpack(bytes(data), encoding, limit), len(data)


def host_of(url: str) -> str:
    """Return the host of an address, as pauses name it; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def status_text(status: int) -> str:
    """Return a status as people know it."""
    try:
        return f"{status} {http.HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


class _Transport(httpx2.AsyncBaseTransport):
    """HTTP/1.1 over connections that the guarded backend makes."""

    def __init__(self, access: Access, limits: Limits, context: ssl.SSLContext) -> None:
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=context,
            max_connections=limits.at_once,
            max_keepalive_connections=limits.at_once,
            keepalive_expiry=5.0,
            network_backend=GuardedBackend(access),
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request and give the answer, whose body is still to be read."""
        url = request.url
        answer = await self._pool.handle_async_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Stream(answer))

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


class _Stream(httpx2.AsyncByteStream):
    """The body of an answer, as it comes."""

    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._answer.aiter_stream():
            yield piece

    async def aclose(self) -> None:
        await self._answer.aclose()


def _target(url: str, response: httpx2.Response) -> str:
    """Return where a redirect leads, without a fragment; raise `FetchFailed` if it is not said."""
    location = response.headers.get("location", "").strip()
    if not location:
        raise FetchFailed(f"answers {status_text(response.status_code)} without saying where to")
    try:
        return str(httpx2.URL(url).join(location).copy_with(fragment=None))
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchFailed(f"is redirected to {_told(location)}, which is no address") from error


def _told(url: str) -> str:
    """Return an address as a message shows it: cut when long, and without a password."""
    return without_secrets(url)[:200]


def _reason(error: BaseException, limits: Limits) -> str:
    """Say in a few words why there is no answer."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"has a certificate that does not hold: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return f"does not speak TLS: {cause.reason or 'no handshake'}"
        if isinstance(cause, socket.gaierror):
            return "is on a host whose name has no address"
    if isinstance(error, httpx2.ConnectTimeout | httpcore2.ConnectTimeout):
        return f"cannot be reached within {limits.connect:g} seconds"
    if isinstance(error, httpx2.TimeoutException | httpcore2.TimeoutException):
        return f"says nothing for {limits.read:g} seconds"
    if isinstance(error, httpx2.ConnectError | httpcore2.ConnectError):
        return "cannot be reached: no connection"
    if isinstance(error, httpx2.ProtocolError | httpcore2.ProtocolError):
        return f"does not keep to HTTP: {str(error)[:100]}"
    return "breaks the connection off"


def _causes(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
