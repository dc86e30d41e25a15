"""Nothing connects to what is no public address, however it is written or comes about."""

from __future__ import annotations

import asyncio
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from chancery.fetch import http
from chancery.fetch.address import Access, Forbidden, address_fault, look_up
from chancery.fetch.ask import Kind
from chancery.fetch.reading import Readers
from tests.fetch.asking import FEED, HOST, Asker, names
from tests.fetch.server import Behaviour, Server, answer

FINE = answer(body=FEED)

PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254
169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.0.1
198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
168.63.129.16
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 64:ff9b::7f00:1
64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:a00:1:: fc00::1
fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 3fff::1 5f00::1
""".split()
PUBLIC = """
1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.255.255 172.32.0.1 193.190.198.10 223.255.255.254
2001:4860:4860::8888 2606:4700:4700::1111 2a00:1450:4001::1 64:ff9b::808:808 ::ffff:8.8.8.8
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert "no public address" in address_fault(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_asked(address: str) -> None:
    assert address_fault(address) == ""


@given(st.ip_addresses(v=4))
def test_ipv4_within_ipv6_is_judged_as_ipv4(address: object) -> None:
    for form in ("::ffff:{}", "64:ff9b::{}"):
        assert bool(address_fault(form.format(address))) == bool(address_fault(str(address)))


def addresses(access: Access, host: str = "a.example", port: int = 443) -> list[str]:
    return asyncio.run(access.addresses(host, port))


def test_of_a_name_with_both_only_the_public_addresses_are_asked() -> None:
    access = names({"b.example": [], "a.example": ["10.0.0.1", "8.8.8.8", "::1", "8.8.8.8"]})
    assert addresses(access) == ["8.8.8.8"]


def test_a_name_with_private_addresses_alone_is_not_asked() -> None:
    access = names({"b.example": [], "a.example": ["10.0.0.1", "::1"]})
    with pytest.raises(Forbidden, match=r"leads to 10\.0\.0\.1"):
        addresses(access)


@pytest.mark.parametrize(
    ("allowed", "host", "port", "fault"),
    [
        ("feeds.example", "feeds.example", ":8080", ""),
        ("feeds.example:8080", "feeds.example", ":8080", ""),
        ("feeds.example:8080", "feeds.example", ":8081", "names the port 8081"),
        ("feeds.example", "other.example", ":8080", "names the port 8080"),
        ("feeds.example", "a.feeds.example", ":8080", "names the port 8080"),
        ("feeds.example", "feeds.example.evil.example", ":8080", "names the port 8080"),
        ("127.0.0.1", "127.0.0.1", "", ""),
        ("", "127.0.0.1", "", "no valid host name"),
        ("", "public.example", "", ""),
        ("", "public.example", ":443", ""),
        ("", "public.example", ":80", ""),
        ("", "public.example", ":6379", "names the port 6379"),
        ("", "[::1]", "", "no valid host name"),
        ("", "user:pass@public.example", "", "user name or password"),
        ("feeds.example", "user@feeds.example", "", "user name or password"),
    ],
)
def test_hosts_are_opened_by_their_exact_name(
    allowed: str, host: str, port: str, fault: str
) -> None:
    access = Access(allowed=frozenset([allowed]))
    found = access.fault(f"https://{host}{port}/feed")
    assert (fault in found) if fault else (found == "")


def test_the_address_that_was_checked_is_the_one_that_is_asked(
    server: Server, readers: Readers
) -> None:
    """A name that leads elsewhere the second time gains nothing: it is looked up once."""
    server.routes["/feed"] = answer(body=FEED)
    asked: list[str] = []

    async def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    access = Access(allowed=frozenset([HOST]), look_up=rebinding)
    assert Asker(server, readers, access=access).ask().kind is Kind.NEW
    assert asked == [HOST]


def test_the_next_address_is_asked_when_the_first_does_not_answer(
    server: Server, readers: Readers
) -> None:
    server.routes["/feed"] = answer(body=FEED)
    access = names({HOST: ["127.0.0.99", "127.0.0.1"]})
    assert Asker(server, readers, access=access).ask().kind is Kind.NEW


def test_ipv6_is_asked(readers: Readers) -> None:
    with Server(address="::1") as server:
        server.routes["/feed"] = answer(body=FEED)
        asker = Asker(server, readers, access=names({HOST: ["::1"]}))
        assert asker.ask().kind is Kind.NEW


def test_a_closed_port_is_told(asker: Asker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    [problem] = asker.ask(f"http://{HOST}:{port}/feed").problems
    assert "cannot be reached: no connection" in problem.message


def test_a_name_that_nobody_answers_for_ends_in_time(server: Server, readers: Readers) -> None:
    async def never(_host: str, _port: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    access = Access(allowed=frozenset([HOST]), look_up=never)
    [problem] = Asker(server, readers, access=access).ask().problems
    assert "cannot be reached within 0.3 seconds" in problem.message


def test_names_are_looked_up_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "127.0.0.1" in asyncio.run(look_up("localhost", 80))

    def fail(*_args: object, **_more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(socket.gaierror):
        asyncio.run(look_up("nobody.example", 80))


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


class TestTls:
    @pytest.fixture(autouse=True)
    def trusted(
        self, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "authority.pem"
        authority.cert_pem.write_to_path(file)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))

    def ask(
        self, certificate: trustme.LeafCert, readers: Readers, behaviour: Behaviour = FINE
    ) -> tuple[Kind, str]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        with Server({"/feed": behaviour}, context) as server:
            outcome = Asker(server, readers, scheme="https").ask()
        return outcome.kind, " ".join(problem.message for problem in outcome.problems)

    def test_a_certificate_that_holds(self, authority: trustme.CA, readers: Readers) -> None:
        assert self.ask(authority.issue_cert(HOST), readers) == (Kind.NEW, "")

    def test_one_that_has_expired(self, authority: trustme.CA, readers: Readers) -> None:
        past = datetime.now(UTC) - timedelta(days=1)
        kind, said = self.ask(authority.issue_cert(HOST, not_after=past), readers)
        assert (kind, "certificate has expired" in said) == (Kind.FAILED, True), said

    def test_one_of_another_host(self, authority: trustme.CA, readers: Readers) -> None:
        kind, said = self.ask(authority.issue_cert("other.example"), readers)
        assert (kind, "Hostname mismatch" in said) == (Kind.FAILED, True), said

    def test_one_that_nobody_vouches_for(self, readers: Readers) -> None:
        kind, said = self.ask(trustme.CA().issue_cert(HOST), readers)
        assert (kind, "a certificate that does not hold" in said) == (Kind.FAILED, True), said

    def test_a_server_without_tls(self, server: Server, readers: Readers) -> None:
        [problem] = Asker(server, readers, scheme="https").ask().problems
        assert "does not speak TLS" in problem.message

    def test_a_redirect_that_gives_up_encryption_is_not_followed(
        self, authority: trustme.CA, readers: Readers
    ) -> None:
        plain = answer("301 Moved", Location=f"http://{HOST}/feed")
        kind, said = self.ask(authority.issue_cert(HOST), readers, plain)
        assert (kind, "which is not encrypted" in said) == (Kind.FAILED, True), said


def test_a_proxy_of_the_environment_is_asked_instead(
    server: Server, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.routes["http://news.example/feed"] = answer(body=FEED)
    proxy = f"http://127.0.0.1:{server.port}"
    asker = Asker(server, readers, access=Access(proxies={"http": proxy}))
    monkeypatch.delenv("no_proxy", raising=False)
    assert asker.ask("http://news.example/feed").kind is Kind.NEW
    monkeypatch.setenv("no_proxy", "news.example")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", ("10.0.0.1", 80))])
    assert "10.0.0.1" in asker.ask("http://news.example/feed").problems[0].message


def test_every_status_has_words() -> None:
    assert http.status_text(404) == "404 Not Found"
    assert http.status_text(799) == "799"
