"""What the QR codes in a picture say: a print that somebody photographed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from . import lazy

if TYPE_CHECKING:
    import zxingcpp
    from PIL import Image
else:
    Image = lazy.Module("PIL.Image")
    zxingcpp = lazy.Module("zxingcpp")

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
# A telephone's camera has fifty million; more is a bomb or a mistake.
MAX_PIXELS = 80_000_000
# A code that fills a tenth of a page is read at this size.
MAX_SIDE = 2_400


def codes_in(content: bytes) -> list[str]:
    """The texts of the codes that are found; none where it is no picture."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                return []
            image.draft("L", (MAX_SIDE, MAX_SIDE))
            grey = image.convert("L")
    except Exception:  # broken files fail in as many ways as there are formats
        return []
    grey.thumbnail((MAX_SIDE, MAX_SIDE))
    return [code.text for code in _read(grey)]


def _read(grey: Image.Image) -> Any:
    return zxingcpp.read_barcodes(
        grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
