"""Pictures made ready: opened with care, stripped, and written small in three formats.

What comes in may be hostile. The number of its pixels is checked before they are decoded (that of
its bytes before it is read), and of the pixels alone the new files are made: no EXIF (where a
picture was taken, by whom), no colour profile, no comment comes through.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps

from chancery.common.errors import ChanceryError
from chancery.common.problems import reason
from chancery.media.cache import Derivative, Format, Picture, key_of

#: The most pixels of a picture that is decoded; a camera's has fewer.
LARGEST_PIXELS = 60_000_000

#: The most pixels of a side of a picture that is written (WebP, RFC 9649).
LARGEST_SIDE = 16_383

#: Widths in pixels, from a phone's to a wide screen's of two pixels a point.
WIDTHS = (480, 800, 1200, 1600)

#: How each format is written, the best first; AVIF at this speed takes half a second at most.
_FORMATS: dict[Format, dict[str, Any]] = {
    "avif": {"quality": 55, "speed": 6},
    "webp": {"quality": 74, "method": 5},
    "jpeg": {"quality": 76, "progressive": True, "optimize": True},
}
_READ = ("JPEG", "PNG", "WEBP", "AVIF")
_WHITE = (255, 255, 255)


class PictureUnusable(ChanceryError):
    """A picture that cannot be made ready; its text says why, and follows the file's name."""


@dataclass(frozen=True, slots=True)
class Made:
    """A picture with the bytes of its files, by their names below the folder of media."""

    key: str
    picture: Picture
    files: tuple[tuple[str, bytes], ...]


def make(data: bytes) -> Made:
    """Make a picture ready.

    Raises PictureUnusable when it has too many pixels, or is no picture that can be read.
    """
    key = key_of(data)
    found = list(_derivatives(clean_pixels(data), key))
    return Made(key, Picture(tuple(one for one, _ in found)), tuple((o.file, b) for o, b in found))


def clean_pixels(
    data: bytes,
    *,
    most: int = LARGEST_PIXELS,
    formats: tuple[str, ...] = _READ,
    with_profile: bool = True,
) -> Image.Image:
    """Return a picture upright, in sRGB and without anything but its pixels.

    most: how many of them are decoded. with_profile: whether its colour profile is read.

    Raises PictureUnusable when it has too many pixels, or is no picture that can be read.
    """
    try:
        return _pixels(data, most, formats, with_profile)
    except PictureUnusable:
        raise
    except Exception as error:
        # Decoders of many formats fail in many ways on what is broken on purpose.
        raise PictureUnusable(f"cannot be read as a picture: {reason(error)}") from None


def _pixels(data: bytes, most: int, formats: tuple[str, ...], with_profile: bool) -> Image.Image:
    with Image.open(BytesIO(data), formats=formats) as image:
        if image.width * image.height > most:
            size = f"{image.width} x {image.height} pixels"
            raise PictureUnusable(f"has {size}, expected at most {most:,}")
        profile = image.info.get("icc_profile") if with_profile else None
        upright = ImageOps.exif_transpose(image)
        if upright.has_transparency_data:
            upright = Image.alpha_composite(
                Image.new("RGBA", upright.size, (*_WHITE, 255)), upright.convert("RGBA")
            ).convert("RGB")
        shown = _in_srgb(upright, profile)
        clean = Image.new("RGB", shown.size)
        clean.paste(shown)
        return clean


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None  # a broken profile says nothing: sRGB is what most pictures are in
        if converted is not None:
            return converted
    return image.convert("RGB")


def _derivatives(image: Image.Image, key: str) -> Iterator[tuple[Derivative, bytes]]:
    """Return every format and width; no width is larger than the picture.

    Raises PictureUnusable for one that no format holds.
    """
    most = min(image.width, WIDTHS[-1])
    widths = [width for width in WIDTHS if width < most] + [most]
    sizes = [(width, max(1, round(image.height * width / image.width))) for width in widths]
    if sizes[-1][1] > LARGEST_SIDE:
        size = f"{image.width} x {image.height} pixels"
        raise PictureUnusable(f"has {size}, too tall to be shown: {LARGEST_SIDE:,} are possible")
    scaled = [image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0) for size in sizes]
    for name, options in _FORMATS.items():
        for one in scaled:
            buffer = BytesIO()
            one.save(buffer, name, **options)
            data = buffer.getvalue()
            digest = hashlib.sha256(data).hexdigest()[:12]
            file = f"{key}/{one.width}.{digest}.{name}"
            yield Derivative(name, one.width, one.height, file), data
