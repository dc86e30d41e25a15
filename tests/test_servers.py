"""The configurations of web servers in examples/servers, in the servers that they are for."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from chancery.render.headers import headers
from tests.networks.small import DATE, make

#: For how many seconds a server may take to start on a busy machine.
PATIENCE = 60
TREE, OWN = "embassies.example.org", "oslo.example.org"
SITUATIONS = {
    "arrest": "title: {en: Arrest, fr: Arrestation}\nsteps: [{title: {en: Do, fr: Faire}}]\n",
    "forced-marriage": (
        "title: {en: Forced, fr: Forcé}\ndiscreet: true\nsteps: [{title: {en: Do, fr: Faire}}]\n"
    ),
}
#: What the build does not write yet, and somebody may put beside it.
OTHERS = (
    "embassy-oslo/calendar.ics",
    "embassy-oslo/app.webmanifest",
    "embassy-oslo/feeds.opml",
    ".well-known/security.txt",
    "embassy-oslo/.well-known/security.txt",
)
UTF8 = "; charset=utf-8"
TYPES = {
    "/": f"text/html{UTF8}",
    "/en/feed.atom": f"application/atom+xml{UTF8}",
    "/en/feed.json": "application/feed+json",
    "/en/contact.vcf": f"text/vcard{UTF8}",
    "/sitemap.xml": f"application/xml{UTF8}",
    "/site.json": "application/json",
    "/speculation.json": "application/speculationrules+json",
    "/robots.txt": f"text/plain{UTF8}",
    "/sw.js": f"text/javascript{UTF8}",
    "/calendar.ics": f"text/calendar{UTF8}",
    "/app.webmanifest": "application/manifest+json",
    "/feeds.opml": "text/x-opml",
}


@dataclass(slots=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def __getitem__(self, name: str) -> str:
        return self.headers[name] or ""


@dataclass(slots=True)
class Served:
    """A server that runs: its ports, whom to trust, and where it may write down who has asked."""

    plain: int
    encrypted: int
    trust: ssl.SSLContext
    logs: Path

    def ask(self, host: str, path: str, **more: str) -> Answer:
        with socket.create_connection(("127.0.0.1", self.encrypted), timeout=PATIENCE) as raw:
            return _asked(self.trust.wrap_socket(raw, server_hostname=host), host, path, more)

    def ask_plainly(self, host: str, path: str) -> Answer:
        with socket.create_connection(("127.0.0.1", self.plain), timeout=PATIENCE) as raw:
            return _asked(raw, host, path, {})


def _asked(over: socket.socket, host: str, path: str, more: dict[str, str]) -> Answer:
    connection = http.client.HTTPConnection(host)
    connection.sock = over
    try:
        given = {name.replace("_", "-"): value for name, value in more.items()}
        connection.request("GET", path, headers=given)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    small = make(tmp_path_factory.mktemp("served") / "network")
    for name, text in SITUATIONS.items():
        small.write(f"content/situations/{name}.yaml", text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", DATE)
        small.build()
    for name in OTHERS:
        small.write(f"output/{name}", "")
    return small.output


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def served(
    request: pytest.FixtureRequest, sites: Path, project_root: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:  # fmt: skip
    folder = tmp_path_factory.mktemp(request.param)
    authority = trustme.CA()
    pair = authority.issue_cert(TREE, OWN)
    pair.private_key_and_cert_chain_pem.write_to_path(str(folder / "pair.pem"))
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    plain, encrypted = _free_ports()
    starts: dict[str, Callable[..., list[str]]] = {"nginx": _nginx, "caddy": _caddy}
    command = starts[request.param](
        project_root / "examples/servers", folder, sites, plain, encrypted
    )
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (folder / "said.log").open("wb") as said:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **home}, stdout=said, stderr=said
        )
    try:
        for port in (plain, encrypted):
            _await(port, process, folder)
        yield Served(plain, encrypted, trust, folder)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _free_ports() -> tuple[int, int]:
    here = ("127.0.0.1", 0)
    with socket.create_server(here) as one, socket.create_server(here) as two:
        return one.getsockname()[1], two.getsockname()[1]


def _await(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            said = (folder / "said.log").read_text(encoding="utf-8")
            assert process.poll() is None, said
            assert time.monotonic() < end, said
            time.sleep(0.02)
        else:
            return


def _replaced(path: Path, table: dict[str, str]) -> str:
    """Return a configuration with what is of each machine replaced, all of which must be there."""
    text = path.read_text(encoding="utf-8")
    for old, new in table.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def _nginx(examples: Path, folder: Path, sites: Path, plain: int, encrypted: int) -> list[str]:
    table = {
        "listen 80 ": f"listen 127.0.0.1:{plain} ",
        "listen 443 ": f"listen 127.0.0.1:{encrypted} ",
        "    listen [::]:80 default_server;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "root /srv/sites;": f"root {sites};",
        "root /srv/embassy-oslo;": f"root {sites}/embassy-oslo;",
    }
    for name in (TREE, OWN):
        table |= {f"/etc/ssl/{name}.{end}": f"{folder}/pair.pem" for end in ("pem", "key")}
    (folder / "sites.conf").write_text(_replaced(examples / "nginx/sites.conf", table), "utf-8")
    table = {"/var/log/nginx/": f"{folder}/"}
    (folder / "chancery.inc").write_text(_replaced(examples / "nginx/chancery.inc", table), "utf-8")
    places = "".join(
        f"    {kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\n{places}    access_log {folder}/access.log;\n    include sites.conf;\n}}\n",
        encoding="utf-8",
    )
    return [_found("nginx"), "-p", f"{folder}/", "-c", f"{folder}/nginx.conf"]


def _caddy(examples: Path, folder: Path, sites: Path, plain: int, encrypted: int) -> list[str]:
    certificate = f"\ttls {folder}/pair.pem {folder}/pair.pem\n"
    table = {f"{name} {{\n": f"{name} {{\n\tbind 127.0.0.1\n{certificate}" for name in (TREE, OWN)}
    table |= {"* /srv/sites": f"* {sites}", "* /srv/embassy-oslo": f"* {sites}/embassy-oslo"}
    text = _replaced(examples / "Caddyfile", table)
    own = f"{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {encrypted}\n}}\n"
    (folder / "Caddyfile").write_text(own + text, encoding="utf-8")
    return [_found("caddy"), "run", "--config", "Caddyfile", "--adapter", "caddyfile"]


def _found(name: str) -> str:
    path = shutil.which(name, path=f"{os.environ['PATH']}:/usr/local/sbin:/usr/sbin")
    assert path, f"{name} is missing: tools/system-packages installs it"
    return path


@pytest.mark.parametrize(("path", "said"), TYPES.items())
def test_each_file_says_what_it_is(served: Served, path: str, said: str) -> None:
    for host, base in ((TREE, "/embassy-oslo"), (OWN, "")):
        answer = served.ask(host, f"{base}{path}")
        if path == "/speculation.json" and base:
            answer = served.ask(host, path)  # it counts at the root of a host alone
        assert answer.status == 200
        assert answer["content-type"].lower() == said


@pytest.mark.parametrize("path", ["/", "/en/", "/en/nothing/", "/en", "/en/feed.atom"])
def test_every_answer_has_the_headers_of_the_pages(
    served: Served, path: str, project_root: Path
) -> None:
    theme = project_root / "themes/chancery"
    css = (theme / "standalone.css").read_text(encoding="utf-8")
    script = (theme / "inline/missing.js").read_text(encoding="utf-8")
    for host in (TREE, OWN):
        answer = served.ask(host, path)
        for name, value in headers(css, script).items():
            assert answer.headers.get_all(name) == [value]
        assert answer["set-cookie"] == ""
        assert int(answer["strict-transport-security"].removeprefix("max-age=")) > 31536000
        assert not any(one.isdigit() for one in answer["server"])


@pytest.mark.parametrize(
    ("host", "path", "page"),
    [
        (TREE, "/nothing", "404.html"),
        (TREE, "/en/nothing/", "404.html"),
        (TREE, "/embassy-oslo/fr/nothing.vcf", "embassy-oslo/404.html"),
        (TREE, "/embassy-cairo/assets/nothing.js", "embassy-cairo/404.html"),
        (OWN, "/fr/nothing/", "embassy-oslo/404.html"),
        (TREE, "/embassy-oslo/.htaccess", "embassy-oslo/404.html"),
        (TREE, "/_headers", "404.html"),
        (OWN, "/.git/config", "embassy-oslo/404.html"),
    ],
)
def test_a_lost_address_is_told_by_the_page_of_its_site(
    served: Served, sites: Path, host: str, path: str, page: str
) -> None:
    answer = served.ask(host, path)
    assert (answer.status, answer["content-type"]) == (404, f"text/html{UTF8}")
    assert answer.body == (sites / page).read_bytes()
    assert answer["cache-control"] == "no-cache"


def test_what_others_look_for_at_a_known_place_is_there(served: Served) -> None:
    for host in (TREE, OWN):
        answer = served.ask(host, "/.well-known/security.txt")
        assert (answer.status, answer["content-type"]) == (200, f"text/plain{UTF8}")
        assert answer["x-content-type-options"] == "nosniff"


def test_that_page_speaks_each_language_of_its_site(served: Served) -> None:
    cairo = served.ask(TREE, "/embassy-cairo/nothing/").body.decode()
    oslo = served.ask(OWN, "/nothing/").body.decode()
    assert 'href="/embassy-cairo/ar/"' in cairo
    assert 'lang="ar"' in cairo
    assert 'lang="ar"' not in oslo


def test_a_folder_without_its_slash_and_an_unencrypted_address_lead_on(served: Served) -> None:
    for host, path in ((TREE, "/embassy-oslo"), (OWN, "/en")):
        answer = served.ask(host, path)
        assert answer.status in {301, 308}
        assert answer["location"] == f"{path}/"
        plainly = served.ask_plainly(host, f"{path}/?q=1")
        assert plainly.status in {301, 308}
        where = plainly["location"].replace(f":{served.encrypted}", "")
        assert where == f"https://{host}{path}/?q=1"


def test_browsers_keep_what_never_changes_and_no_more(served: Served, sites: Path) -> None:
    [sheet] = (sites / "embassy-oslo/assets").glob("site.*.css")
    for host, base in ((TREE, "/embassy-oslo"), (OWN, "")):
        kept = served.ask(host, f"{base}/assets/{sheet.name}")["cache-control"]
        assert kept == "public, max-age=31536000, immutable"
        assert served.ask(host, f"{base}/en/")["cache-control"] == "no-cache"
        for path in ("help/forced-marriage/", "help/forced-marriage/nothing"):
            assert served.ask(host, f"{base}/en/{path}")["cache-control"] == "no-store"
        assert served.ask(host, f"{base}/en/help/arrest/")["cache-control"] == "no-cache"


def test_what_is_read_again_unchanged_is_not_sent_again(served: Served) -> None:
    first = served.ask(TREE, "/en/")
    again = served.ask(TREE, "/en/", If_None_Match=first["etag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("path", ["/en/", "/en/feed.atom", "/en/feed.json", "/sitemap.xml"])
def test_text_is_sent_packed(served: Served, path: str) -> None:
    answer = served.ask(OWN, path, Accept_Encoding="gzip")
    assert answer["content-encoding"] == "gzip"
    assert "accept-encoding" in answer["vary"].lower()


def test_nobody_writes_down_who_has_asked(served: Served) -> None:
    for path in ("/en/help/arrest/", "/en/", "/en/help/nothing/", "/nothing", "/.git/config"):
        served.ask(OWN, path, Referer="https://elsewhere.example/", User_Agent="Somebody")
        served.ask_plainly(OWN, path)
    said = {path.name: path.read_text("utf-8") for path in served.logs.glob("*.log")}
    for text in said.values():
        assert "127.0.0.1" not in text.replace("127.0.0.1:", "")
        assert "Somebody" not in text
        assert "elsewhere.example" not in text
        assert "/help/" not in text
    if "chancery.log" in said:
        assert " 200 GET /en/index.html " in said["chancery.log"]


def test_what_is_kept_nowhere_are_the_discreet_pages_of_the_network(project_root: Path) -> None:
    names = [
        path.stem
        for path in sorted((project_root / "content/situations").glob("*.yaml"))
        if re.search(r"^discreet: true$", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    for name in ("nginx/sites.conf", "Caddyfile"):
        text = (project_root / "examples/servers" / name).read_text(encoding="utf-8")
        assert names
        assert set(re.findall(r"/help/\(\?:([a-z|-]+)\)", text)) == {"|".join(names)}
