"""How far a matter has come: its three stations, before, during and after the deed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

DONE, NOW, COMING = "done", "now", "coming"
# Each state bears a shape beside its word and its colour.
SHAPES = {DONE: "●", NOW: "◉", COMING: "○"}


def station_states(
    stages: Sequence[str], reached: Collection[str], *, is_closed: bool
) -> list[str]:
    """The state of each stage, in their order.

    The furthest stage of which something is on file is where the matter stands; with
    nothing on file it stands at the first. All are done when it is finished.
    """
    if is_closed:
        return [DONE] * len(stages)
    here = max(
        (place for place, stage in enumerate(stages) if stage in reached), default=0
    )
    return [
        DONE if place < here else NOW if place == here else COMING
        for place in range(len(stages))
    ]
