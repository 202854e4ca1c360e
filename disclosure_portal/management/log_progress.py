"""A bar for what takes longer than a moment, on a terminal only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from disclosure_portal.foundation import lazy

if TYPE_CHECKING:
    import tqdm
else:
    tqdm = lazy.Module("tqdm")

SECONDS = 2


def bar_after_a_moment(total: int, unit: str) -> tqdm.tqdm[Any]:
    return tqdm.tqdm(total=total, unit=unit, disable=None, leave=False, delay=SECONDS)
