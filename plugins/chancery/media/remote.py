"""A picture from elsewhere made harmless: of it, nothing but its pixels in a new file remains.

Its name and what it was sent as say nothing: the first bytes tell what it is. SVG is a document
that can run scripts, and is no picture here. The number of pixels is read from the header and
checked before anything is decoded.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from chancery.media.make import PictureUnusable, clean_pixels

#: The widest that a page shows a picture of an entry, on a screen of two pixels per point.
WIDTH = 640
#: A picture is never higher than this many times its width; more is a chart or an attack.
_TALLEST = 3
#: The most bytes of a picture, and its most pixels; a news site's have fewer.
LARGEST_FILE = 10_000_000
LARGEST_PIXELS = 30_000_000
#: The profile of colours is left unread too: it is a program, and few pictures need theirs.
_READ = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
#: What has fewer pixels on a side counts readers, or is a button.
SMALLEST_SIDE = 48


def safe_picture(data: bytes) -> bytes | None:
    """Return a picture as WebP, at most 640 pixels wide, or None when it is none that we show.

    Of an animation the first frame is taken. The same bytes give the same bytes.
    """
    if len(data) > LARGEST_FILE:
        return None
    try:
        image = clean_pixels(data, most=LARGEST_PIXELS, formats=_READ, with_profile=False)
    except PictureUnusable:
        return None
    if min(image.size) < SMALLEST_SIDE:
        return None
    image.thumbnail((WIDTH, WIDTH * _TALLEST), Image.Resampling.LANCZOS, reducing_gap=3.0)
    buffer = BytesIO()
    image.save(buffer, "webp", quality=74, method=5)
    return buffer.getvalue()


def size_of(safe: bytes) -> tuple[int, int]:
    """Return width and height of a picture that `safe_picture` made."""
    with Image.open(BytesIO(safe), formats=("WEBP",)) as image:
        return image.size
