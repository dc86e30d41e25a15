"""One check for every web address that enters, wherever it is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.common.urls import encoding_fault, url_fault
from chancery.feeds.links import clean_link

GOOD = [
    "https://a.example",
    "https://a.example/",
    "http://A.Example:8080/x?y=1&z=[2]#part",
    "https://a.example:/",
    "https://a.example:65535/",
    "https://a.example:00443/",
    "https://r3---sn-abc.cdn.example/",
    "https://1.2.3.a.example/",
    f"https://{'a' * 63}.example/",
    f"https://{'.'.join(['a' * 49] * 5)}.ex/",
    # Names in other scripts, as they are written in ASCII
    "https://xn--bcher-kva.example/",
    "https://XN--BCHER-KVA.Example/",
    "https://xn--strae-oqa.example/",
    "https://xn--fiq228c.xn--fiqs8s/",
    "https://xn--mgbh0fb.xn--kgbechtv/",
    "https://xn--hxajbheg2az3al.xn--jxalpdlp/",
    "https://xn--e1afmkfd.xn--p1ai/",
    "https://xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g/",
    "https://xn--fdbk5d8ap9b8a8d.xn--deba0ad/",
    "https://xn--r8jz45g.xn--zckzah/",
    "https://xn--9n2bp8q.xn--9t4b11yi5a/",
    "https://xn--o3cw4h.example/",
    "https://xn--zkc6cc5bi7f6e.xn--hlcj6aya9esc7a/",
]

BAD = [
    ("", "characters"),
    ("a.example", "no scheme"),
    ("//a.example/", "no scheme"),
    ("ftp://a.example/", "scheme 'ftp'"),
    ("javascript:alert(1)", "scheme 'javascript'"),
    ("https:a.example", "no valid host name"),
    ("https:/a.example", "no valid host name"),
    ("https:///a.example/", "no valid host name"),
    ("https://", "no valid host name"),
    ("https://good.example@evil.example/", "user name"),
    ("https://@a.example/", "user name"),
    ("https://a:b@c.example/", "user name"),
    ("https://localhost/", "no valid host name"),
    ("https://127.0.0.1/", "no valid host name"),
    ("https://2130706433/", "no valid host name"),
    ("https://0x7f.0.0.0x1/", "no valid host name"),
    ("https://[::1]/", "no valid host name"),
    ("https://x[y.example]/", ""),
    ("https://[::/", "not an address"),
    ("https://a.example./", "no valid host name"),
    ("https://a..example/", "no valid host name"),
    ("https://.a.example/", "no valid host name"),
    ("https://-a.example/", "no valid host name"),
    ("https://a-.example/", "no valid host name"),
    ("https://a_b.example/", "no valid host name"),
    ("https://%61.example/", "no valid host name"),
    ("https://a.example%2f.evil.example/", "no valid host name"),
    (f"https://{'a' * 64}.example/", "no valid host name"),
    (f"https://{'.'.join(['a' * 49] * 5)}.exa.mple/", "no valid host name"),
    ("https://a.example:0/", "port"),
    ("https://a.example:65536/", "port"),
    ("https://a.example:99999999999/", "port"),
    ("https://a.example:80:90/", "port"),
    ("https://a.example:-1/", "port"),
    ("https://a.example:+80/", "port"),
    ("https://a.example:http/", "port"),
    ("https://bücher.example/", "characters"),
    ("https://a.example/ü", "characters"),
    ("https://a.example\\.evil.example/", "characters"),
    ("https://a.exa\nmple/", "characters"),
    # What says that it stands for a name in another script, and stands for none
    ("http://xn--a.example/", "'xn--a', which is no valid IDNA"),
    ("http://XN--A.example/", "'xn--a', which is no valid IDNA"),
    ("https://www.xn--a.example/", "'xn--a'"),
    ("https://a.xn--0/", "'xn--0'"),
    ("https://xn--99999999999.example/", "no valid IDNA"),
    ("https://xn--abc.example/", "no valid IDNA"),
    ("https://xn--ls8h.example/", "no valid IDNA"),  # a picture, which IDNA 2008 has not
    ("https://xn--i-7iq.example/", "no valid IDNA"),
    ("https://xn--a-ecp.example/", "no valid IDNA"),  # 1. as one sign, which would be mapped
    ("https://xn--a-0hc.example/", "no valid IDNA"),  # Latin and Hebrew: RFC 5893
    ("https://xn--ab-m1t.example/", "no valid IDNA"),  # a joiner where none may stand
    ("https://xn--.example/", "no valid host name"),
    ("https://xn--abc-.example/", "no valid host name"),
]


@pytest.mark.parametrize("address", GOOD)
def test_what_may_enter(address: str) -> None:
    assert url_fault(address) == ""
    assert clean_link(address, "")
    assert httpx2.URL(address).host


@pytest.mark.parametrize(("address", "said"), BAD)
def test_what_is_refused(address: str, said: str) -> None:
    assert said in url_fault(address)
    assert url_fault(address)


@given(
    st.builds(
        "https://{}xn--{}.example/".format,
        st.sampled_from(["", "a.", "xn--bcher-kva."]),
        st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-", max_size=70),
    )
)
def test_what_passes_is_read_by_the_client_too(address: str) -> None:
    if not url_fault(address):
        assert httpx2.URL(address).host


@given(st.text(max_size=80))
def test_any_text_has_an_answer(text: str) -> None:
    url_fault(text)
    url_fault(f"http://{text}")
    if text.isascii():
        encoding_fault(text)


def test_the_table_of_scripts_is_loaded_for_names_that_need_it_alone(project_root: Path) -> None:
    code = (
        "import sys\nfrom chancery.common.urls import url_fault\n"
        "url_fault('https://a.example/')\nassert 'idna' not in sys.modules\n"
        "url_fault('https://xn--bcher-kva.example/')\nassert 'idna' in sys.modules\n"
    )
    environment = {"PYTHONPATH": str(project_root / "plugins")}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
