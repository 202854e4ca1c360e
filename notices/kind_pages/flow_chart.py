"""The layout of a flow chart in one column, for phones and paper. Pure.

Boxes stand below one another; whatever does not lead to the next box runs in a lane
beside them: forward on the right, back on the left.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from disclosure_portal.foundation.text_widths import text_width

from ..guide_steps import Edge

BOX, PAD, GAP = 224, 10, 24
TITLE, NOTE, LABEL = 16, 14, 14
LEADING = 1.4
LANE, MARGIN = 12, 8
# From the middle of a box to where ways to a side leave it.
TRUNK = 18
HEAD = 4
# Between the parts of a note.
APART = " · "
# What never stands at the head of a line, and how long a word may grow.
CLOSING = "，。；：、）》」？！ "
LONGEST_WORD = 10


@dataclass(frozen=True)
class Step:
    title: str
    note: str = ""
    is_end: bool = False


@dataclass(frozen=True)
class Box:
    place: int
    left: float
    top: float
    height: float
    title: tuple[str, ...]
    note: tuple[str, ...]
    is_end: bool

    @property
    def middle(self) -> float:
        return self.left + BOX / 2

    @property
    def right(self) -> float:
        return self.left + BOX

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True)
class Line:
    """A way: its corners, and its label with the place and side where it stands."""

    edge: Edge
    points: tuple[tuple[float, float], ...]
    label: tuple[str, ...]
    label_at: tuple[float, float]
    anchor: str


@dataclass(frozen=True)
class Chart:
    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


# --- Order --------------------------------------------------------------------------


def backward(count: int, edges: Sequence[Edge]) -> set[Edge]:
    """The edges that close a loop, walking from the first step."""
    following = _following(edges)
    state = [0] * count  # 0 not met, 1 on the way, 2 done
    found: set[Edge] = set()
    for root in range(count):
        stack = [(root, iter(following[root]))] if not state[root] else []
        state[root] = state[root] or 1
        while stack:
            here, ways = stack[-1]
            edge = next(ways, None)
            if edge is None:
                state[here] = 2
                stack.pop()
            elif state[edge.target] == 1:
                found.add(edge)
            elif not state[edge.target]:
                state[edge.target] = 1
                stack.append((edge.target, iter(following[edge.target])))
    return found


def column(count: int, edges: Sequence[Edge]) -> list[int]:
    """The steps from top to bottom: each below all that lead to it, loops aside, and
    as near to the order of the table as that allows."""
    loops = backward(count, edges)
    forward = [edge for edge in edges if edge not in loops]
    following = _following(forward)
    waits = [0] * count
    for edge in forward:
        waits[edge.target] += 1
    free = [place for place in range(count) if not waits[place]]
    order: list[int] = []
    while free:
        here = heapq.heappop(free)
        order.append(here)
        for edge in following[here]:
            waits[edge.target] -= 1
            if not waits[edge.target]:
                heapq.heappush(free, edge.target)
    return order


def _following(edges: Iterable[Edge]) -> dict[int, list[Edge]]:
    following: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        following[edge.source].append(edge)
    return following


# --- Layout -------------------------------------------------------------------------


class _Ways:
    """The ways of the steps, sorted into those to the box below and to the sides."""

    def __init__(self, order: Sequence[int], edges: Sequence[Edge]) -> None:
        self.rank = {place: rank for rank, place in enumerate(order)}
        self.below: dict[int, list[Edge]] = defaultdict(list)
        self.right: dict[int, list[Edge]] = defaultdict(list)
        self.left: dict[int, list[Edge]] = defaultdict(list)
        for edge in edges:
            jump = self.rank[edge.target] - self.rank[edge.source]
            is_next = jump == 1 and not self.below[edge.source]
            side = self.below if is_next else self.right if jump > 0 else self.left
            side[edge.source].append(edge)

    def room(self, place: int) -> float:
        """The height of the rows of ways to the sides, below a box."""
        sides = (self.right[place], self.left[place])
        return max(sum(row_height(edge) for edge in side) for side in sides)


def row_height(edge: Edge) -> float:
    lines = len(_label(edge.label))
    return 8 + lines * LABEL * LEADING if lines else 14


def _label(text: str) -> tuple[str, ...]:
    return wrapped(text, (BOX / 2 - TRUNK) / LABEL)


def lay_out(steps: Sequence[Step], edges: Sequence[Edge]) -> Chart:
    order = column(len(steps), edges)
    ways = _Ways(order, edges)
    boxes = _boxes(steps, order, ways)
    left, left_lanes = _side(boxes, ways, ways.left, -1)
    right, right_lanes = _side(boxes, ways, ways.right, 1)
    shift = MARGIN + (left_lanes + 1) * LANE if left_lanes else MARGIN
    beyond = MARGIN + (right_lanes + 1) * LANE if right_lanes else MARGIN
    lines = [*_straight(boxes, ways), *left, *right]
    bottom = max((box.bottom for box in boxes.values()), default=0)
    return Chart(
        width=shift + BOX + beyond,
        height=max([bottom, *(y for line in lines for _, y in line.points)]) + MARGIN,
        boxes=tuple(_moved_box(boxes[place], shift) for place in order),
        lines=tuple(_moved_line(line, shift) for line in lines),
    )


def _boxes(steps: Sequence[Step], order: Sequence[int], ways: _Ways) -> dict[int, Box]:
    """Boxes below one another, with room for the ways between them; at x = 0."""
    boxes: dict[int, Box] = {}
    top: float = MARGIN
    inner = BOX - 2 * PAD
    for place in order:
        step = steps[place]
        title = wrapped(step.title, inner / TITLE) or ("",)
        note = _note(step.note, inner / NOTE)
        height = 2 * PAD + LEADING * (len(title) * TITLE + len(note) * NOTE)
        boxes[place] = Box(place, 0, top, height, title, note, step.is_end)
        straight = sum(_straight_height(edge) for edge in ways.below[place])
        top += height + ways.room(place) + max(straight, GAP)
    return boxes


def _note(text: str, width: float) -> tuple[str, ...]:
    """Parts of a note share a line where they fit it, else each has its own."""
    lines = wrapped(text, width)
    if len(lines) < 2:
        return lines
    return tuple(line for part in text.split(APART) for line in wrapped(part, width))


def _straight_height(edge: Edge) -> float:
    return GAP + len(_label(edge.label)) * LABEL * LEADING


def _straight(boxes: dict[int, Box], ways: _Ways) -> list[Line]:
    lines = []
    for place, box in boxes.items():
        for edge in ways.below[place]:
            target = boxes[edge.target]
            label = _label(edge.label)
            at = (box.middle + 6, box.bottom + ways.room(place) + LABEL + 4)
            points = ((box.middle, box.bottom), (target.middle, target.top))
            lines.append(Line(edge, points, label, at, "start"))
    return lines


def _side(
    boxes: dict[int, Box], ways: _Ways, side: dict[int, list[Edge]], sign: int
) -> tuple[list[Line], int]:
    """The ways of one side (sign 1 right, -1 left) and how many lanes they fill."""
    rows: list[tuple[Edge, float]] = []
    for place, box in boxes.items():
        y = box.bottom
        for edge in side[place]:
            y += row_height(edge)
            rows.append((edge, y))
    spans = [
        (y, boxes[edge.target].top + boxes[edge.target].height / 2) for edge, y in rows
    ]
    lanes = _lanes(spans)
    lines = []
    for (edge, y), (_, entry), lane in zip(rows, spans, lanes, strict=True):
        box = boxes[edge.source]
        trunk = box.middle + sign * TRUNK
        edge_of_boxes = box.right if sign > 0 else box.left
        x = edge_of_boxes + sign * LANE * (lane + 1)
        points = ((trunk, box.bottom), (trunk, y), (x, y), (x, entry))
        label = _label(edge.label)
        at = (trunk + sign * 5, y - 5 - (len(label) - 1) * LABEL * LEADING)
        anchor = "start" if sign > 0 else "end"
        lines.append(Line(edge, (*points, (edge_of_boxes, entry)), label, at, anchor))
    return lines, max(lanes, default=-1) + 1


def _lanes(spans: Sequence[tuple[float, float]]) -> list[int]:
    """A lane for each span, short ones inside, so that no two of a lane meet."""
    taken: list[list[tuple[float, float]]] = []
    lanes = [0] * len(spans)
    by_length = sorted(range(len(spans)), key=lambda n: abs(spans[n][0] - spans[n][1]))
    for number in by_length:
        low, high = sorted(spans[number])
        lane = 0
        while lane < len(taken) and any(
            low <= other_high + HEAD and other_low <= high + HEAD
            for other_low, other_high in taken[lane]
        ):
            lane += 1
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        lanes[number] = lane
    return lanes


def _moved_box(box: Box, shift: float) -> Box:
    return Box(box.place, shift, box.top, box.height, box.title, box.note, box.is_end)


def _moved_line(line: Line, shift: float) -> Line:
    points = tuple((x + shift, y) for x, y in line.points)
    x, y = line.label_at
    return Line(line.edge, points, line.label, (x + shift, y), line.anchor)


# --- Text ---------------------------------------------------------------------------


def wrapped(text: str, width: float) -> tuple[str, ...]:
    """Lines of at most so many ems; words of letters and digits stay whole where
    they fit a line."""
    lines: list[str] = []
    line = ""
    for word in _words(" ".join(text.split())):
        if line and text_width(line + word.rstrip()) > width:
            lines.append(line.strip())
            line = ""
        line += word if line else word.lstrip()
    return tuple(part for part in (*lines, line.strip()) if part)


def _words(text: str) -> list[str]:
    """Parts between which a line may break; no part is wider than a few ems."""
    words: list[str] = []
    for sign in text:
        if words and (_goes_on(words[-1], sign) or sign in CLOSING):
            words[-1] += sign
        else:
            words.append(sign)
    return words


def _goes_on(word: str, sign: str) -> bool:
    is_word = sign.isascii() and word[-1].isascii() and " " not in (sign, word[-1])
    return is_word and len(word) < LONGEST_WORD
