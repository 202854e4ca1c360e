"""The table "Pages in Chromium" of docs/performance.md."""

from __future__ import annotations

from collections.abc import Sequence

from . import results

HEAD = ("page", "largest paint (LCP)", "layout shift (CLS)", "requests", "KiB")
# What Lighthouse calls good.
MOST_LCP, MOST_CLS = 2500, 0.1


def chromium_rows() -> list[Sequence[str]]:
    """A row for each page; the head alone where nothing was measured."""
    record = results.read("chromium") or {"pages": {}}
    return [
        HEAD,
        *(
            (
                name,
                f"{found['lcp'] / 1000:.2f} s{_late(found['lcp'] > MOST_LCP)}",
                f"{found['cls']:.3f}{_late(found['cls'] > MOST_CLS)}",
                f"{found['requests']:.0f}",
                f"{found['kib']:.0f}",
            )
            for name, found in record["pages"].items()
        ),
    ]


def _late(is_late: bool) -> str:
    return " **too much**" if is_late else ""
