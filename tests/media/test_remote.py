"""A picture from elsewhere becomes a small new picture, or nothing."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from chancery.media.remote import LARGEST_FILE, LARGEST_PIXELS, SMALLEST_SIDE, WIDTH, safe_picture


def picture(width: int = 800, height: int = 400, form: str = "JPEG", **options: object) -> bytes:
    image = Image.new("RGB", (width, height), "#c03020")
    image.paste("#2040c0", (0, height // 2, width, height))
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def shown(data: bytes) -> Image.Image:
    """Return the safe form of a picture, opened."""
    safe = safe_picture(data)
    assert safe is not None
    image = Image.open(BytesIO(safe))
    assert image.format == "WEBP"
    return image


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum


def png(width: int, height: int, *chunks: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_a_picture_of_any_common_form_becomes_a_narrow_one(form: str) -> None:
    assert shown(picture(form=form)).size == (WIDTH, WIDTH // 2)


def test_a_small_picture_keeps_its_size_and_a_tall_one_is_no_higher_than_three_widths() -> None:
    assert shown(picture(100, 80)).size == (100, 80)
    assert shown(picture(600, 6000)).size == (192, 1920)


def test_the_same_bytes_give_the_same_bytes() -> None:
    data = picture()
    assert safe_picture(data) == safe_picture(data)


def test_where_a_picture_was_taken_and_its_profile_do_not_come_through() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Ann Secret"
    exif.get_ifd(0x8825)[2] = (50.0, 51.0, 1.0)
    data = picture(exif=exif, icc_profile=b"not a profile" * 20, comment=b"Secret")
    safe = safe_picture(data) or b""
    assert not any(word in safe for word in (b"Secret", b"EXIF", b"Exif", b"ICCP", b"XMP"))
    assert shown(data).size == (WIDTH, WIDTH // 2)


def test_a_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert shown(picture(exif=exif)).size == (400, 800)


def test_what_is_clear_becomes_white() -> None:
    buffer = BytesIO()
    Image.new("RGBA", (60, 60), (0, 0, 0, 0)).save(buffer, "PNG")
    pixel = shown(buffer.getvalue()).convert("RGB").getpixel((30, 30))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 250


def test_of_an_animation_the_first_frame_is_shown() -> None:
    frames = [Image.new("RGB", (80, 60), colour) for colour in ("#c00000", "#0000c0")]
    buffer = BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:] * 50)
    image = shown(buffer.getvalue())
    assert not getattr(image, "is_animated", False)
    pixel = image.convert("RGB").getpixel((40, 30))
    assert isinstance(pixel, tuple)
    assert pixel[0] > pixel[2]


def test_a_page_hidden_behind_a_picture_does_not_come_through() -> None:
    safe = safe_picture(picture() + b"<script>alert(1)</script><!-- -->")
    assert safe is not None
    assert b"script" not in safe


BOMB = chunk(b"IDAT", zlib.compress(b"\0" * 30_000_000, 9))
NOT_SHOWN = {
    "nothing": b"",
    "text": b"not a picture",
    "a web page": b"<!doctype html><img src=x onerror=alert(1)>",
    "a web page that begins like a GIF": b"GIF89a/*<script>alert(1)</script>*/=1;",
    "a web page that begins like a JPEG": b"\xff\xd8\xff\xe0<script>alert(1)</script>",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><script/></svg>',
    "SVG after a declaration": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n",
    "an icon": picture(64, 64, "ICO"),
    "TIFF": picture(64, 64, "TIFF"),
    "BMP": picture(64, 64, "BMP"),
    "a bomb of a few kilobytes": png(60_000, 60_000, BOMB),
    "one pixel more than the most": png(1, LARGEST_PIXELS + 1, BOMB),
    "a header that says a picture is enormous": png(2**31 - 1, 2**31 - 1),
    "no pixels": png(800, 400),
    "no width": png(0, 400, BOMB),
    "a picture that was cut off": picture()[:-3000],
    "half a PNG": picture(form="PNG")[:60],
    "a wrong checksum": picture(form="PNG").replace(b"IDAT", b"IDAT\0", 1),
    "a pixel that counts readers": picture(1, 1, "GIF"),
    "a line": picture(800, SMALLEST_SIDE - 1),
    "a file that is too large": picture() + b"\0" * LARGEST_FILE,
}


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_what_is_not_shown(name: str) -> None:
    assert safe_picture(NOT_SHOWN[name]) is None


SAMPLES = [picture(90, 60, form) for form in ("JPEG", "PNG", "WEBP", "GIF")]


@settings(max_examples=60)
@given(st.sampled_from(SAMPLES), st.data())
def test_a_damaged_picture_is_a_picture_or_nothing(sample: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(sample) - 1))
    damage = data.draw(st.binary(min_size=1, max_size=8))
    safe = safe_picture(sample[:place] + damage + sample[place + len(damage) :])
    assert safe is None or safe[8:12] == b"WEBP"
