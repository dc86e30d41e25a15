"""Whatever a server does, it ends one attempt with a reason, in time, and nothing else."""

from __future__ import annotations

import gzip
import time
import zlib
from dataclasses import dataclass

import brotli
import pytest
import zstandard

from chancery.fetch.ask import Kind
from tests.fetch.asking import FEED, HOST, Asker, names
from tests.fetch.server import Behaviour, Talk, answer, for_ever, raw

#: Fifty times what may be unpacked: more takes seconds to pack, in each worker.
BOMB = b"a" * 10_000_000
HEAD = b"HTTP/1.1 200 OK\r\n"
BODY = FEED.encode()
OK, FAILED, GONE = Kind.NEW, Kind.FAILED, Kind.GONE
PAGE = (
    "<!doctype html><html><head><title>x</title>"
    "<link rel='alternate' type='application/rss+xml' href='/real.xml'></head></html>"
)


def to(target: str, status: str = "302 Found") -> Behaviour:
    return answer(status, Location=target)


def chunks(*pieces: bytes) -> bytes:
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(pieces)


def reset(talk: Talk) -> None:
    talk.send(HEAD + b"Content-Length: 999\r\n\r\n<rss>")
    talk.reset()


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


@dataclass(frozen=True, slots=True)
class Case:
    """What a server does, how the attempt ends, and a part of the reason."""

    name: str
    behaviour: Behaviour
    kind: Kind = FAILED
    said: str = ""


CASES = [
    # Answers that are well
    Case("plain", answer(body=FEED), OK),
    Case("203", answer("203 Non-Authoritative Information", FEED), OK),
    Case("a type that is wrong", answer(body=FEED, Content_Type="image/png"), OK),
    Case("a charset that is wrong", answer(body=FEED, Content_Type="text/xml; charset=utf-7"), OK),
    Case("cookies", answer(body=FEED, Set_Cookie="id=1; Domain=example"), OK),
    Case("gzip", answer(body=gzip.compress(BODY), Content_Encoding="gzip"), OK),
    Case("x-gzip", answer(body=gzip.compress(BODY), Content_Encoding="x-gzip"), OK),
    Case(
        "gzip in pieces",
        answer(
            body=gzip.compress(BODY[:50]) + gzip.compress(BODY[50:]), Content_Encoding="gzip"
        ),
        OK,
    ),
    Case("deflate", answer(body=zlib.compress(BODY), Content_Encoding="deflate"), OK),
    Case(
        "bare deflate", answer(body=zlib.compress(BODY)[2:-4], Content_Encoding="deflate"), OK
    ),
    Case("brotli", answer(body=brotli.compress(BODY), Content_Encoding="br"), OK),
    Case("zstd", answer(body=zstd(BODY), Content_Encoding="zstd"), OK),
    Case(
        "packed twice",
        answer(body=brotli.compress(gzip.compress(BODY)), Content_Encoding="gzip, br"),
        OK,
    ),
    Case("identity", answer(body=FEED, Content_Encoding="identity"), OK),
    Case("a charset as coding", answer(body=FEED, Content_Encoding="UTF-8"), OK),
    Case("HTTP/1.0", raw(b"HTTP/1.0 200 OK\r\n\r\n" + BODY), OK),
    Case("no length", raw(HEAD + b"Connection: close\r\n\r\n" + BODY), OK),
    Case("chunks", raw(chunks(b"%x\r\n" % len(BODY), BODY, b"\r\n0\r\n\r\n")), OK),
    Case("an empty reason", raw(b"HTTP/1.1 200 \r\nConnection: close\r\n\r\n" + BODY), OK),
    Case(
        "100 first",
        raw(b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + b"Connection: close\r\n\r\n" + BODY),
        OK,
    ),
    Case(
        "hints first",
        raw(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + HEAD, b"\r\n" + BODY),
        OK,
    ),
    Case("slow but in time", raw(HEAD, 0.1, b"Connection: close\r\n\r\n", 0.1, BODY), OK),
    # Statuses
    Case("204", answer("204 No Content"), said="answers 204 No Content"),
    Case("206", answer("206 Partial Content", FEED), said="answers 206"),
    Case("304 out of the blue", answer("304 Not Modified"), said="answers 304 Not Modified"),
    Case("400", answer("400 Bad Request"), said="answers 400"),
    Case("401", answer("401 Unauthorized", WWW_Authenticate="Basic"), said="answers 401"),
    Case("403", answer("403 Forbidden", "<h1>no</h1>"), said="answers 403 Forbidden"),
    Case("404", answer("404 Not Found", "nothing"), said="answers 404 Not Found"),
    Case("410", answer("410 Gone"), GONE, "has ended (410 Gone)"),
    Case("418", answer("418 I'm a teapot"), said="answers 418"),
    Case("429", answer("429 Too Many Requests", Retry_After="120"), said="answers 429"),
    Case("500", answer("500 Internal Server Error"), said="answers 500"),
    Case("503", answer("503 Service Unavailable"), said="answers 503"),
    Case("599", answer("599 What"), said="answers 599"),
    Case("a status of two digits", raw(b"HTTP/1.1 20 OK\r\n\r\n"), said="does not keep to HTTP"),
    # Redirects
    Case("to itself", to("/case"), said="redirected more than 5 times"),
    Case("to where it is", to("/fine"), OK),
    Case("to where it is, relative", to("fine"), OK),
    Case("to an address with a fragment", to("/fine#part"), OK),
    Case("303", to("/fine", "303 See Other"), OK),
    Case("307", to("/fine", "307 Temporary Redirect"), OK),
    Case("without a target", answer("302 Found"), said="without saying where to"),
    Case("300", answer("300 Multiple Choices"), said="answers 300"),
    Case("to a file", to("file:///etc/passwd"), said="which has the scheme 'file'"),
    Case("to a script", to("javascript:alert(1)"), said="which has the scheme 'javascript'"),
    Case("to data", to("data:text/xml,<rss/>"), said="which has the scheme 'data'"),
    Case("to FTP", to("ftp://feeds.example/"), said="which has the scheme 'ftp'"),
    Case("to this machine", to("http://127.0.0.1/"), said="which has no valid host name"),
    Case("to this machine in IPv6", to("http://[::1]/"), said="which has no valid host name"),
    Case("to this machine in octal", to("http://0177.0.0.1/"), said="which is no address"),
    Case("to this machine as a number", to("http://2130706433/"), said="no valid host name"),
    Case("to localhost", to("http://localhost/"), said="which has no valid host name"),
    Case("to a private name", to("http://inside.example/"), said="leads to 10.1.2.3"),
    Case("to the keys of a cloud", to("http://keys.example/"), said="leads to 169.254.169.254"),
    Case("to another port", to("http://outside.example:22/"), said="names the port 22"),
    Case("with a password", to("http://me:secret@feeds.example/"), said="a user name or password"),
    Case("to no address", to("http://[::/"), said="redirected to http://[::/, which is no address"),
    Case("to a name that is none", to("http://nobody.example/"), said="whose name has no address"),
    Case("to what is no IDNA", to("http://xn--a.example/"), said="'xn--a', which is no valid IDNA"),
    Case("to what is no IDNA, in it", to("http://a.xn--a.example/x"), said="is no valid IDNA"),
    Case("to a name with two points", to("http://a..example/"), said="no valid host name"),
    Case("to a name too long", to(f"http://{'a' * 64}.example/"), said="no valid host name"),
    Case("to a port that is none", to("http://a.example:99999/"), said="port that there is not"),
    Case("to brackets", to("http://a[b.example]/"), said="no valid host name"),
    Case("to a name in another script", to("http://bücher.example/".encode().decode("latin-1")),
         said="whose name has no address"),
    # Bodies
    Case("empty", answer(body=b""), said="is not a feed: empty"),
    Case("spaces", answer(body=b" \n "), said="is not a feed: empty"),
    Case("text", answer(body=b"hello"), said="is not a feed: begins 'hello'"),
    Case("a page", answer(body=PAGE), said="/real.xml"),
    Case("a page whose feeds are nowhere", answer(body=PAGE.replace("/real", "//xn--a.example/")),
         said="is a web page, not a feed"),
    Case("a page without feeds", answer(body=b"<html></html>"), said="is a web page, not a feed"),
    Case("half a feed", answer(body=BODY[:200]), said="is not well-formed XML"),
    Case(
        "entities", answer(body=b"<!DOCTYPE a [<!ENTITY b 'c'>]><rss/>"), said="declares entities"
    ),
    Case("binary", answer(body=bytes(range(256))), said="is not a feed"),
    Case("too large", answer(body=b"a" * 300_000), said="sends more than 200,000 bytes"),
    Case("too large, without a length", for_ever(b"a" * 60_000, 0.001, HEAD + b"\r\n"),
         said="sends more than 200,000 bytes"),
    Case("fewer bytes than said", answer(body=BODY, length=9_999), said="does not keep to HTTP"),
    Case("more bytes than said", answer(body=BODY, length=120), said="is not well-formed XML"),
    Case("a length that is none", raw(HEAD + b"Content-Length: many\r\n\r\n"), said="keep to HTTP"),
    Case(
        "two lengths",
        raw(HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"),
        said="does not keep to HTTP",
    ),
    Case("a negative length", raw(HEAD + b"Content-Length: -5\r\n\r\n"), said="keep to HTTP"),
    Case("a chunk without a size", raw(chunks(b"zz\r\nabc\r\n")), said="does not keep to HTTP"),
    Case("a chunk of a huge size", raw(chunks(b"ffffffffffffffffffff\r\n")), said="HTTP"),
    Case("chunks without an end", raw(chunks(b"3\r\n<rs\r\n")), said="does not keep to HTTP"),
    # Packing
    Case("gzip bomb", answer(body=gzip.compress(BOMB), Content_Encoding="gzip"), said="unpacks to"),
    Case("brotli bomb", answer(body=brotli.compress(BOMB, quality=1), Content_Encoding="br"),
         said="unpacks to more than 200,000 bytes"),
    Case("zstd bomb", answer(body=zstd(BOMB), Content_Encoding="zstd"), said="unpacks to more"),
    Case("deflate bomb", answer(body=zlib.compress(BOMB), Content_Encoding="deflate"),
         said="unpacks to more"),
    Case("bomb in a bomb",
         answer(body=gzip.compress(gzip.compress(BOMB)), Content_Encoding="gzip, gzip"),
         said="unpacks to more"),
    Case("packed thrice", answer(body=b"x", Content_Encoding="br, gzip, br"), said="3 times over"),
    Case("gzip that is none", answer(body=FEED, Content_Encoding="gzip"), said="gzip cannot read"),
    Case("brotli that is none", answer(body=FEED, Content_Encoding="br"), said="br cannot read"),
    Case("zstd that is none", answer(body=FEED, Content_Encoding="zstd"), said="zstd cannot read"),
    Case("deflate that is none", answer(body=FEED, Content_Encoding="deflate"), said="cannot read"),
    Case("gzip cut off", answer(body=gzip.compress(BODY)[:-12], Content_Encoding="gzip"),
         said="breaks off before its packed end"),
    Case("brotli cut off", answer(body=brotli.compress(BODY)[:-4], Content_Encoding="br"),
         said="breaks off before its packed end"),
    Case("zstd cut off", answer(body=zstd(BODY)[:-4], Content_Encoding="zstd"),
         said="breaks off before its packed end"),
    Case("a coding that nobody asked for", answer(body=FEED, Content_Encoding="compress"),
         said="which was not asked for"),
    # Connections
    Case("silence", raw(1.0), said="says nothing for 0.2 seconds"),
    Case("silence after the head", raw(HEAD + b"Content-Length: 9\r\n\r\n", 1.0),
         said="says nothing for 0.2 seconds"),
    Case("a drip of bytes", for_ever(b"a", 0.05, HEAD + b"\r\n"), said="longer than 0.6 seconds"),
    Case("a drip of headers", for_ever(b"X: y\r\n", 0.05, HEAD), said="longer than 0.6 seconds"),
    Case("headers without end", for_ever(b"X: " + b"y" * 9000 + b"\r\n", 0, HEAD), said="HTTP"),
    Case("a header without end", for_ever(b"y" * 9000, 0, HEAD + b"X: "), said="HTTP"),
    Case("hints without end", for_ever(b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.01),
         said="longer than 0.6 seconds"),
    Case("a closed door", raw(), said="does not keep to HTTP"),
    Case("a reset", reset, said="breaks the connection off"),
    Case("another protocol", raw(b"SSH-2.0-OpenSSH_9.2\r\n"), said="does not keep to HTTP"),
    Case("HTTP/0.9", raw(BODY), said="does not keep to HTTP"),
    Case("a header that is none", raw(HEAD + b"no colon\r\n\r\n"), said="does not keep to HTTP"),
    Case("zeroes in a header", raw(HEAD + b"X: a\0b\r\n\r\n"), said="does not keep to HTTP"),
    Case("an upgrade", raw(b"HTTP/1.1 101 Switching Protocols\r\n\r\n"), said="keep to HTTP"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_ends_with_its_reason_and_in_time(case: Case, asker: Asker) -> None:
    table = {
        HOST: ["127.0.0.1"],
        "inside.example": ["10.1.2.3"],
        "keys.example": ["169.254.169.254"],
        "outside.example": ["198.41.0.4"],
    }
    asker.access = names(table)
    asker.serve(case.behaviour, "/case")
    asker.serve(answer(body=FEED), "/fine")
    started = time.monotonic()
    outcome = asker.ask(asker.url("/case"))
    assert time.monotonic() - started < 1.5
    said = " ".join(problem.message for problem in outcome.problems)
    assert (outcome.kind, case.said in said) == (case.kind, True), said
    assert "secret" not in said
    assert len(outcome.entries) == (2 if case.kind is OK else 0)
    for problem in outcome.problems:
        assert "\n" not in str(problem)
        assert str(problem).startswith("posts.yaml:7:14: posts.a.feeds.0.url: http://feeds.example")
