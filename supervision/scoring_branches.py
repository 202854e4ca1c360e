"""Branches: sums, means, and the caps of ancestors, from the leaves up. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .scoring_absences import Maxima
from .scoring_items import item_score
from .scoring_numbers import settled
from .scoring_plan import Place, Plan
from .scoring_results import Line, Score, Step
from .scoring_rules import ZERO, Mark, Mean


@dataclass(slots=True)
class Sheet:
    """The work on one unit: the points of each place so far, and the lines."""

    plan: Plan
    marks: Mapping[str, Mark]
    maxima: Maxima
    points: list[Decimal]
    lines: list[Line] = field(default_factory=list)

    def score(self, places: Sequence[Place]) -> None:
        """Leaves first, then the branches above them."""
        absent, raised = self.maxima.absent, self.maxima.raised
        for place in places:
            if place.is_leaf and place.number not in absent:
                number = place.number
                mark = self.marks.get(place.code)
                self.points[number] = item_score(
                    place, mark, raised[number], self.lines
                )
        for place in reversed(places):
            if not place.is_leaf and place.number not in absent:
                self.points[place.number] = self._branch(place)

    def _branch(self, place: Place) -> Decimal:
        points = self.points
        together = sum([points[child] for child in place.children], ZERO)
        number = place.number
        own = self.maxima.own[number]
        score = together
        if isinstance(place.rule, Mean):
            score = self._mean(place, together)
        elif place.is_capped or place.is_cap_place:
            limit = own if number == place.holder else self.maxima.raised[number]
            score = self._capped(place, together, limit)
        raised = self.maxima.raised[number]
        if number == place.holder and raised != own:
            score = self._moved(place, score, raised)
        return score

    def _mean(self, place: Place, together: Decimal) -> Decimal:
        """The weighted mean of the children's shares, of the branch's points."""
        own, points = self.maxima.own, self.points
        weights = shares = ZERO
        for number in place.children:
            weight = self.plan.places[number].mean_weight
            if weight and own[number]:
                weights += weight
                shares += points[number] * weight / own[number]
        maximum = own[place.number]
        score = settled(maximum * shares / weights) if weights else ZERO
        score = min(max(score, ZERO), maximum)
        if score != together or self._lost(place, score, maximum):
            self._line(place, Step.BRANCH, "mean", (together, score), maximum)
        return score

    def _capped(self, place: Place, together: Decimal, maximum: Decimal) -> Decimal:
        """A cap place never falls below nothing; no branch rises above its points."""
        score = min(together, maximum)
        if place.is_cap_place:
            score = max(score, ZERO)
        if score != together or self._lost(place, score, maximum):
            step = Step.ANCESTOR_CAP if place.is_cap_place else Step.BRANCH
            self._line(place, step, "cap", (together, score), maximum)
        return score

    def _moved(self, place: Place, score: Decimal, maximum: Decimal) -> Decimal:
        """Points moved to a branch raise what it gained as much as what it can."""
        own = self.maxima.own[place.number]
        after = settled(score * maximum / own) if score > 0 else score
        lost = ZERO if place.is_bonus else (maximum - after) - (own - score)
        told: dict[str, Decimal | str] = {"maximum": maximum, "from": own}
        self.lines.append(
            Line(Step.MOVED, place.code, "moved", score, after, lost, told)
        )
        return after

    def _lost(self, place: Place, score: Decimal, maximum: Decimal) -> Decimal:
        """What the branch itself loses: beyond what its children have lost."""
        if place.is_bonus:
            return ZERO
        full, points = self.maxima.raised, self.points
        below = sum([full[child] - points[child] for child in place.children], ZERO)
        return (maximum - score) - below

    def _line(
        self,
        place: Place,
        step: Step,
        rule: str,
        change: tuple[Decimal, Decimal],
        maximum: Decimal,
    ) -> None:
        told: dict[str, Decimal | str] = {"maximum": maximum}
        lost = self._lost(place, change[1], maximum)
        self.lines.append(Line(step, place.code, rule, *change, lost, told))

    def scores(self) -> tuple[Score, ...]:
        """Every indicator in the order of the tree."""
        absent, raised = self.maxima.absent, self.maxima.raised
        return tuple(
            [
                Score(place.code, points, raised[place.number], True)
                if place.number not in absent
                else Score(place.code, ZERO, ZERO, False)
                for place, points in zip(self.plan.places, self.points, strict=True)
            ]
        )
