"""What a clerk sees of a list of powers or services before it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from disclosure_portal.foundation.models import User

from .models import ServiceUpload
from .service_rules import REFUSED, TAKEN, Rule
from .service_uploads import read_list, run_of


@dataclass(frozen=True)
class Line:
    place: str
    rule: Rule
    code: str
    name: str
    found: str


@dataclass(frozen=True)
class Part:
    """Rows with one heading; `key` names it in the page."""

    key: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class ServicePreview:
    upload: ServiceUpload
    counts: Sequence[tuple[str, int]]
    parts: Sequence[Part]
    remarks: Sequence[tuple[str, str]]
    fingerprint: str
    taken: int
    refused: int

    @property
    def may_be_taken(self) -> bool:
        return bool(self.taken) and not (self.upload.is_complete and self.refused)


def service_preview_of(upload: ServiceUpload, *, by: User) -> ServicePreview:
    """Raises RefusedFile, NotAllowed. At most MOST_ROWS rows, and the lists of the
    units that they name."""
    lines: list[Line] = []

    def tell(place: object, rule: Rule, code: str, name: str, found: str) -> None:
        lines.append(Line(str(place), rule, code, name, found))

    table = read_list(upload)
    run = run_of(upload, table, by=by, dry_run=True, report=tell)
    counts = run.run()
    return ServicePreview(
        upload=upload,
        counts=[(str(rule.label), counts[rule]) for rule in Rule if counts[rule]],
        parts=_parts(lines),
        remarks=[
            (problem.place, f"{problem.message} {problem.found}".strip())
            for problem in table.problems
            if not problem.is_error
        ],
        fingerprint=run.fingerprint,
        taken=sum(counts[rule] for rule in TAKEN),
        refused=run.refused,
    )


def _parts(lines: Sequence[Line]) -> list[Part]:
    wanted = {
        "refused": REFUSED,
        "removed": (Rule.REMOVED,),
        "changes": (Rule.ADDED, Rule.RENEWED),
        "lacking": (Rule.LACKING,),
    }
    parts = [
        Part(key, [line for line in lines if line.rule in rules])
        for key, rules in wanted.items()
    ]
    return [part for part in parts if part.lines]
