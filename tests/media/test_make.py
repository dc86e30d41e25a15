"""Pictures made ready: stripped of all but their pixels, no larger than they must be."""

from __future__ import annotations

import contextlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from chancery.media.make import WIDTHS, Made, PictureUnusable, make


def picture(width: int = 600, height: int = 300, form: str = "JPEG", **options: object) -> bytes:
    """Return a picture that is red above and blue below."""
    image = Image.new("RGB", (width, height), "#c03020")
    image.paste("#2040c0", (0, height // 2, width, height))
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def opened(made: Made) -> list[Image.Image]:
    return [Image.open(BytesIO(data)) for _, data in made.files]


def test_nothing_but_pixels_comes_through() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Ann Secret"
    exif.get_ifd(0x8825)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = picture(exif=exif, icc_profile=profile, comment=b"Secret", dpi=(300, 300))
    assert b"Secret" in data
    for name, made in make(data).files:
        assert b"Secret" not in made, name
        assert not any(word in made for word in (b"Exif", b"ICC", b"acsp", b"http:")), name


def test_a_text_in_a_png_does_not_come_through() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "Secret")
    made = make(picture(form="PNG", pnginfo=info))
    assert all(b"Secret" not in data for _, data in made.files)


def test_a_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera turned to the left (EXIF 2.3, 4.6.4)
    for image in opened(make(picture(exif=exif))):
        assert image.width < image.height
        left, right = (
            image.convert("RGB").getpixel((x, image.height // 2)) for x in (5, image.width - 6)
        )
        assert (_reddish(left), _reddish(right)) == (False, True)


def _reddish(colour: object) -> bool:
    assert isinstance(colour, tuple)
    return bool(colour[0] > colour[2])


def test_colours_are_turned_into_srgb() -> None:
    image = Image.new("CMYK", (100, 50), (0, 255, 255, 0))
    buffer = BytesIO()
    image.save(buffer, "JPEG")
    for one in opened(make(buffer.getvalue())):
        assert one.mode == "RGB"
        assert _reddish(one.getpixel((50, 25)))


def test_what_is_clear_becomes_white() -> None:
    buffer = BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 0, 0)).save(buffer, "PNG")
    for one in opened(make(buffer.getvalue())):
        pixel = one.convert("RGB").getpixel((20, 10))
        assert isinstance(pixel, tuple)
        assert min(pixel) > 250


@settings(max_examples=15)
@given(st.integers(1, 1700), st.integers(1, 60))
def test_no_file_is_larger_than_the_picture_or_than_it_must_be(width: int, height: int) -> None:
    made = make(picture(width, height, "PNG"))
    widths = {one.width for one in made.picture.derivatives}
    assert max(widths) == min(width, WIDTHS[-1])
    assert widths <= {*WIDTHS, width}
    assert len(made.files) == 3 * len(widths)
    for one, image in zip(made.picture.derivatives, opened(made), strict=True):
        assert (one.width, one.height) == image.size
        assert (image.format or "").lower() == one.format


def test_equal_bytes_make_equal_files() -> None:
    assert make(picture()) == make(picture())


def test_a_picture_of_too_many_pixels_is_not_decoded() -> None:
    buffer = BytesIO()
    Image.new("1", (9000, 9000)).save(buffer, "PNG")
    assert len(buffer.getvalue()) < 100_000
    with pytest.raises(
        PictureUnusable, match="has 9000 x 9000 pixels, expected at most 60,000,000"
    ):
        make(buffer.getvalue())


@pytest.mark.parametrize("form", ["BMP", "GIF", "TIFF", "PPM"])
def test_other_formats_are_not_opened_whatever_they_are_called(form: str) -> None:
    with pytest.raises(PictureUnusable, match="cannot be read as a picture"):
        make(picture(form=form))


@settings(max_examples=60)
@given(st.data())
def test_damaged_files_are_made_or_refused_and_nothing_else(data: st.DataObject) -> None:
    spoilt = bytearray(picture(40, 20, data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"]))))
    for _ in range(data.draw(st.integers(1, 8))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(PictureUnusable):
        assert make(bytes(spoilt)).files


def test_a_picture_too_tall_for_any_format_is_refused_and_a_wide_one_is_made() -> None:
    with pytest.raises(PictureUnusable, match="has 3 x 20000 pixels, too tall to be shown"):
        make(picture(3, 20_000))
    assert make(picture(20_000, 40)).files
