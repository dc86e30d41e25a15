"""What bytes say: decoded as the web decodes them, and no more lost than is wrong."""

from __future__ import annotations

import pytest

from chancery.feeds.document import read_text

GOOD = "<rss version='2.0'><channel><title>Actualités — 新闻 Ünïcödé</title></channel></rss>"


def test_one_bad_byte_costs_itself_alone() -> None:
    data = GOOD.encode().replace(b"</title>", b"\xff</title>")
    for kind in ("", "application/rss+xml; charset=utf-8", "text/xml; charset=iso-8859-1"):
        text, odd = read_text(data, kind)
        assert "Actualités — 新闻 Ünïcödé\ufffd" in text
        assert "some signs are lost" in odd


@pytest.mark.parametrize(
    ("label", "encoding", "words"),
    [
        ("gb2312", "gb18030", "镕新闻"),
        ("GBK", "gb18030", "€新闻"),
        ("shift_jis", "cp932", "①ニュース"),
        ("euc-kr", "cp949", "똠방각하"),
        ("iso-8859-9", "cp1254", "Haber “ilk”"),
        ("tis-620", "cp874", "ข่าว “ใหม่”"),
        ("big5", "big5hkscs", "嘅新聞"),
        ("Windows-31J", "cp932", "①ニュース"),
        ("x-sjis", "cp932", "①ニュース"),
        ("windows-949", "cp949", "똠방각하"),
        ("windows-874", "cp874", "ข่าว “ใหม่”"),
        ("x-gbk", "gb18030", "镕新闻"),
        ("x-euc-jp", "euc_jp", "ニュース"),
        ("iso-8859-8-i", "iso8859-8", "חדשות"),
        ("x-cp1251", "cp1251", "Новости"),
    ],
)
def test_labels_mean_what_browsers_take_them_for(label: str, encoding: str, words: str) -> None:
    data = f"<rss><channel><title>{words}</title></channel></rss>".encode(encoding)
    text, odd = read_text(data, f"text/xml; charset={label}")
    assert words in text
    assert odd == ""
    broken = data.replace(b"</title>", b"\xff\xff</title>")
    text, odd = read_text(broken, f"text/xml; charset={label}")
    assert words in text
    # In these every byte is a sign.
    assert encoding in ("cp1251", "cp1254", "cp932") or "some signs are lost" in odd


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xef\xbb\xbf" + GOOD.encode() + b"\xff", ""),
        (b"\xff\xfe" + GOOD.encode("utf-16-le") + b"<", ""),
        (GOOD.encode("utf-16-be") + b"<", ""),
        (b"<rss><title>caf\xe9 \x81</title></rss>", "text/xml; charset=windows-1252"),
    ],
    ids=["UTF-8 with a mark", "UTF-16 with a mark", "UTF-16 without one", "windows-1252"],
)
def test_what_is_lost_is_told_in_every_encoding(data: bytes, kind: str) -> None:
    text, odd = read_text(data, kind)
    assert "\ufffd" in text
    assert "some signs are lost" in odd
