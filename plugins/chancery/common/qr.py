"""QR codes (ISO/IEC 18004) as the path of an SVG, so that nothing is asked for from elsewhere."""

from __future__ import annotations

from functools import lru_cache

#: Which of the eight masks: to try all of them would take five times as long, and any can be read.
_MASK = 3


@lru_cache(maxsize=4096)
def qr_code(text: str) -> tuple[int, str]:
    """Return a QR code: how many modules wide it is, and an SVG path of its dark ones.

    A fifteenth of it may be unreadable (level M). Around it must be four modules of paper. A text
    that no code has room for gives none: 0 and an empty path.
    """
    import segno

    try:
        code = segno.make_qr(text, error="m", mask=_MASK, boost_error=False)
    except segno.DataOverflowError:
        return 0, ""
    rows = (_row(row, at) for at, row in enumerate(code.matrix))
    return len(code.matrix), "".join(rows)


def _row(row: bytes | bytearray, at: int) -> str:
    """Return the dark runs of a row as rectangles of height 1."""
    found, start = [], -1
    for place, dark in enumerate((*row, 0)):
        if dark and start < 0:
            start = place
        elif not dark and start >= 0:
            found.append(f"M{start} {at}h{place - start}v1h-{place - start}z")
            start = -1
    return "".join(found)
