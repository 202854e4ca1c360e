"""QR codes of addresses: for pages, for paper and for Word files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from . import lazy

if TYPE_CHECKING:
    import segno
else:
    segno = lazy.Module("segno")

# Light modules around the code, without which scanners do not find it (ISO 18004).
QUIET = 4
# Survives a fold or a stain on 15 % of it.
LEVEL = "m"


def own_address(path: str) -> str:
    """The whole address of a page of ours, as it stands on paper."""
    return f"{settings.SITE_URL}{path}"


def qr_svg(text: str, label: str) -> SafeString:
    """A drawing by attributes alone; `label` is what a screen reader says."""
    rows = [list(row) for row in _code(text).matrix_iter(border=QUIET)]
    size = len(rows)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" role="img"'
        ' viewBox="0 0 {} {}" width="{}" height="{}"'
        ' shape-rendering="crispEdges"><title>{}</title>'
        '<rect width="{}" height="{}" fill="#fff"/><path d="{}" fill="#000"/></svg>',
        *(size, size, 4 * size, 4 * size),
        label,
        *(size, size),
        "".join(_strokes(rows)),
    )


def qr_png(text: str, scale: int = 8) -> bytes:
    """For Word, which knows no SVG."""
    written = BytesIO()
    _code(text).save(written, kind="png", scale=scale, border=QUIET)
    return written.getvalue()


def _code(text: str) -> Any:
    return segno.make(text, error=LEVEL, micro=False)


def _strokes(rows: Sequence[Sequence[int]]) -> Iterator[str]:
    """Each run of dark modules of a row as one rectangle."""
    for y, row in enumerate(rows):
        start = None
        for x, is_dark in enumerate([*row, 0]):
            if is_dark and start is None:
                start = x
            elif not is_dark and start is not None:
                yield f"M{start} {y}h{x - start}v1h-{x - start}z"
                start = None
