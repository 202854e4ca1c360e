"""Pictures drawn anew: what is published holds the picture and nothing else.

Cameras write where and when a picture was taken, and by whom, into the file.
"""

from __future__ import annotations

import io
import struct
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from .refusals import RefusedFile

FORMATS = ("JPEG", "PNG", "GIF")
# A page of A4 at 600 dpi is 35 million; more is a bomb or a mistake.
MAX_PIXELS = 50_000_000
MAX_SIDE = 2400
# Frames of one animation, together.
MAX_MOVING_PIXELS = 200_000_000
# Where cameras write the day: in the block of their own, else in the first.
CAMERA_BLOCK, TAKEN, WRITTEN = 0x8769, 0x9003, 0x0132
BROKEN = (
    Image.DecompressionBombError,
    UnidentifiedImageError,
    struct.error,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    OverflowError,
)


def redraw(path: Path) -> bytes:
    """The picture at `path` in the same format: upright, at most 2,400 pixels a side,
    without EXIF, GPS, colour profiles (turned into sRGB), comments or thumbnails.

    Raises RefusedFile for what can't be read, and for pictures too large to draw.
    """
    try:
        with Image.open(path, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _too_large()
            return _drawn(image)
    except Image.DecompressionBombError:
        raise _too_large() from None
    except BROKEN:
        raise RefusedFile(
            _("The picture can't be read. Open it, save it anew, and choose it again.")
        ) from None


def taken_on(path: Path) -> date | None:
    """The day that the camera wrote into the picture, if it did."""
    try:
        with Image.open(path, formats=FORMATS) as image:
            block = image.getexif()
            told = block.get_ifd(CAMERA_BLOCK).get(TAKEN) or block.get(WRITTEN)
    except (Image.DecompressionBombError, *BROKEN):
        return None
    try:
        return date.fromisoformat(str(told)[:10].replace(":", "-"))
    except ValueError:
        return None


def _too_large() -> RefusedFile:
    return RefusedFile(
        _("The picture has too many pixels. Make it smaller: %(side)s a side will do.")
        % {"side": MAX_SIDE}
    )


def _drawn(image: Image.Image) -> bytes:
    if image.format == "GIF" and _moves(image):
        return _moving(image)
    upright = _plain(_in_srgb(ImageOps.exif_transpose(image)))
    options: dict[str, Any] = {"optimize": True}
    if image.format == "JPEG":
        options |= {"quality": 85, "progressive": True}
    return _saved(_bare(_small(upright)), image.format, options)


def _plain(image: Image.Image) -> Image.Image:
    """Palettes, printing colours and deep greys as what every browser shows."""
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if "transparency" in image.info or image.mode in ("P", "PA"):
        return image.convert("RGBA")
    if image.mode in ("RGB", "RGBA", "L", "LA"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _moves(image: Image.Image) -> bool:
    frames = getattr(image, "n_frames", 1)
    return 1 < frames <= MAX_MOVING_PIXELS / max(image.width * image.height, 1)


def _moving(image: Image.Image) -> bytes:
    frames = [
        _bare(_small(frame.convert("RGBA"))) for frame in ImageSequence.Iterator(image)
    ]
    options = {
        "save_all": True,
        "append_images": frames[1:],
        "duration": image.info.get("duration", 100),
        "loop": image.info.get("loop", 0),
        "disposal": 2,
    }
    return _saved(frames[0], "GIF", options)


def _in_srgb(image: Image.Image) -> Image.Image:
    """The same colours without the profile that explains them."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        drawn = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=mode,
        )
    except (ImageCms.PyCMSError, OSError):
        return image
    return drawn or image


def _small(image: Image.Image) -> Image.Image:
    if max(image.size) > MAX_SIDE:
        image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return image


def _bare(image: Image.Image) -> Image.Image:
    """A copy of the pixels; formats write along what they find in `info`."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare


def _saved(image: Image.Image, kind: str | None, options: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind or "PNG", **options)
    return buffer.getvalue()
