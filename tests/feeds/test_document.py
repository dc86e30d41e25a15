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
    # In these two every byte is a sign.
    assert encoding in ("cp1254", "cp932") or "some signs are lost" in odd
