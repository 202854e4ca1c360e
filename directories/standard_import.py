"""Taking in a standard catalogue: all of a sheet, or nothing where it has an error.

A catalogue is known by its name, an item by its code or else its names: what is there
keeps its row, what the sheet no longer has is marked as left out, and a time limit that
somebody settled by hand stays settled while its text is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _, gettext_lazy

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import DomainError, NotAllowed

from .bases import cited_in
from .models import LimitState, StandardCatalogue, StandardItem, StandardLimit
from .standard_headings import Column
from .standard_sheet import SheetItem, StandardSheet
from .standard_ticks import Group
from .time_limits import LimitReading, LimitRule, read_limit

BATCH = 500
# Of an item, all that a run writes.
COLUMNS = [
    column.name
    for column in StandardItem._meta.concrete_fields
    if not column.primary_key and column.name != "catalogue"
]


class Outcome(models.TextChoices):
    ADDED = "added", gettext_lazy("added")
    CHANGED = "changed", gettext_lazy("changed")
    SAME = "same", gettext_lazy("the same")
    LEFT_OUT = "left_out", gettext_lazy("left out")


class CatalogueHasErrors(DomainError):
    """Nothing of the sheet was taken; its errors are told by their places."""

    code = "catalogue_has_errors"


@dataclass(frozen=True)
class Particulars:
    """What is said of a catalogue beside its sheet."""

    name: str
    domain: str
    issue_level: str
    number: str = ""
    issued_by: str = ""


@dataclass
class Line:
    """What becomes of one item; `row` is None for what the sheet no longer has."""

    item: StandardItem
    outcome: Outcome
    row: int | None
    changed: tuple[str, ...] = ()
    limit: LimitReading | None = None
    # Whether its row is written: one that only moved is the same, and is.
    is_touched: bool = True


@dataclass
class CatalogueImport:
    """One run. `lines` are in the order of the sheet, then what is left out."""

    particulars: Particulars
    sheet: StandardSheet
    lines: list[Line] = field(default_factory=list)

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(line.outcome for line in self.lines)

    def look(self, *, by: User) -> CatalogueImport:
        """Decide what would become of each item; writes nothing. Raises NotAllowed."""
        if not by.has_perm("directories.add_standardcatalogue"):
            raise NotAllowed(
                _("Only who answers for the county takes in standard catalogues.")
            )
        found = StandardCatalogue.objects.filter(name=self.particulars.name).first()
        self.catalogue = found or StandardCatalogue(name=self.particulars.name)
        for name, value in asdict(self.particulars).items():
            setattr(self.catalogue, name, value)
        known = _Known(list(found.items.order_by("position")) if found else ())
        self.lines = [
            _line(known.pop(item), item, position)
            for position, item in enumerate(self.sheet.items, start=1)
        ]
        self.lines += [
            Line(item, Outcome.LEFT_OUT, None)
            for item in known.left
            if item.left_out_at is None
        ]
        return self

    @transaction.atomic
    def take(self, *, by: User) -> CatalogueImport:
        """Raises CatalogueHasErrors, NotAllowed, ValidationError."""
        self.look(by=by)
        if self.sheet.errors or not self.sheet.items:
            raise CatalogueHasErrors(
                _("The sheet has errors: nothing was taken. Mend them and come again.")
            )
        now = clock.now()
        self.catalogue.imported_at = now
        self.catalogue.full_clean()
        self.catalogue.save()
        self._store_items(now)
        self._store_limits()
        self._store_bases()
        items = [line.item.pk for line in self.lines]
        AuditEntry.objects.record_rows(StandardItem, items, by=by)
        AuditEntry.objects.record(
            "imported",
            self.catalogue,
            by=by,
            facts={str(outcome): count for outcome, count in self.counts.items()},
        )
        return self

    def _store_items(self, now: datetime) -> None:
        added: list[StandardItem] = []
        kept: list[StandardItem] = []
        for line in self.lines:
            line.item.catalogue = self.catalogue
            if line.outcome is Outcome.LEFT_OUT:
                line.item.left_out_at = now
            if line.is_touched:
                (kept if line.item.pk else added).append(line.item)
        StandardItem.objects.bulk_update(kept, COLUMNS, batch_size=50)
        StandardItem.objects.bulk_create(added, batch_size=BATCH)

    def _store_limits(self) -> None:
        read = [line for line in self.lines if line.limit is not None]
        pks = [line.item.pk for line in read]
        StandardLimit.objects.filter(item__in=pks).delete()
        StandardLimit.objects.bulk_create(
            [
                limit_of(line.item, position, rule)
                for line in read
                for position, rule in enumerate(line.limit.rules, 1)  # type: ignore[union-attr]
            ],
            batch_size=BATCH,
        )

    def _store_bases(self) -> None:
        link_bases([line.item for line in self.lines if line.row is not None])


def link_bases(items: Sequence[StandardItem]) -> None:
    """Tie items to the records of the register that their texts cite."""
    cited = cited_in({item.basis_text for item in items})
    links = StandardItem.bases.through
    wanted = {(item.pk, basis.pk) for item in items for basis in cited[item.basis_text]}
    pks = [item.pk for item in items]
    there = {
        (link.standarditem_id, link.legalbasis_id): link.pk
        for link in links.objects.filter(standarditem__in=pks)
    }
    gone = [pk for pair, pk in there.items() if pair not in wanted]
    links.objects.filter(pk__in=gone).delete()
    links.objects.bulk_create(
        [
            links(standarditem_id=item, legalbasis_id=basis)
            for item, basis in sorted(wanted - there.keys())
        ],
        batch_size=BATCH,
    )


class _Known:
    """The items that the catalogue has, each to be met once."""

    def __init__(self, items: Iterable[StandardItem]) -> None:
        self._by_key = {item.key: item for item in items}

    @property
    def left(self) -> list[StandardItem]:
        return list(self._by_key.values())

    def pop(self, item: SheetItem) -> StandardItem | None:
        """By its key; an item that got its code, or lost it, by its names."""
        found = self._by_key.pop(item.key, None)
        if found or item.serial > 1:
            return found
        for key, other in self._by_key.items():
            names = (other.level_1, other.level_2, other.level_3)
            if names == item.names and bool(other.code) != bool(item.code):
                return self._by_key.pop(key)
        return None


def _line(item: StandardItem | None, found: SheetItem, position: int) -> Line:
    values = _values(found)
    before = _stored(item) if item else {}
    if item is None:
        item, outcome = StandardItem(**values), Outcome.ADDED
        changed: tuple[str, ...] = ()
    else:
        changed = tuple(
            name for name, value in values.items() if getattr(item, name) != value
        )
        is_changed = changed or item.left_out_at
        outcome = Outcome.CHANGED if is_changed else Outcome.SAME
        for name in changed:
            setattr(item, name, values[name])
    item.position, item.number = position, found.texts[Column.ORDER]
    item.left_out_at = None
    limit = _limit(item, changed)
    return Line(item, outcome, found.row, changed, limit, before != _stored(item))


def _stored(item: StandardItem) -> dict[str, Any]:
    """What its row holds, or would hold."""
    columns = StandardItem._meta.concrete_fields
    return {c.attname: getattr(item, c.attname) for c in columns if c.name in COLUMNS}


def _limit(item: StandardItem, changed: Sequence[str]) -> LimitReading | None:
    """What the text says, where the item's rules are to be written anew."""
    is_known = item.pk and item.limit_state != LimitState.UNREAD
    if is_known and "limit_text" not in changed:
        return None
    reading = read_limit(item.limit_text)
    item.limit_remark = "；".join(reading.remarks)
    if not item.limit_text:
        item.limit_state = LimitState.NOT_STATED
    elif reading.is_understood:
        item.limit_state = LimitState.UNDERSTOOD
    else:
        item.limit_state = LimitState.UNREAD
    return reading


def _values(found: SheetItem) -> dict[str, Any]:
    texts, choices = found.texts, found.choices

    def has(group: Group, code: str) -> bool:
        return code in choices.get(group, ())

    return {
        "key": found.key,
        "code": found.code,
        "level_1": texts[Column.LEVEL_1],
        "level_2": texts[Column.LEVEL_2],
        "level_3": texts[Column.LEVEL_3],
        "content": texts[Column.CONTENT],
        "basis_text": texts[Column.BASIS],
        "limit_text": texts[Column.LIMIT],
        "subject_text": texts[Column.SUBJECT],
        "channels": list(choices.get(Group.CHANNELS, ())),
        "other_channels": found.other_channels,
        "for_all": has(Group.AUDIENCE, "all"),
        "for_specific": has(Group.AUDIENCE, "specific"),
        "specific_audience": found.specific,
        "is_proactive": has(Group.MANNER, "proactive"),
        "is_on_request": has(Group.MANNER, "on_request"),
        "at_city": has(Group.LEVELS, "city"),
        "at_county": has(Group.LEVELS, "county"),
        "at_township": has(Group.LEVELS, "township"),
        "at_village": has(Group.LEVELS, "village"),
        "stages": list(choices.get(Group.STAGES, ())),
        "forms": list(choices.get(Group.FORMS, ())),
        "remark": found.remark,
    }


def limit_of(item: StandardItem, position: int, rule: LimitRule) -> StandardLimit:
    return StandardLimit(
        item=item,
        position=position,
        about=rule.about,
        cadence=rule.cadence.value,
        triggers=[trigger.value for trigger in rule.triggers],
        number=rule.number,
        span=rule.span or "",
        period=rule.period or "",
        month=rule.month,
        day=rule.day,
        posting=rule.posting,
        posting_span=rule.posting_span or "",
    )


def settle_limit(item: StandardItem, *, by: User) -> int:
    """The rules of this item are as somebody set them: they hold for it, and for every
    other item whose limit has the same text and was not understood either.

    Call it in the transaction in which the rules were stored; gives how many items
    were settled. Raises NotAllowed.
    """
    if not by.has_perm("directories.change_standarditem"):
        raise NotAllowed(_("Only who answers for the county settles time limits."))
    alike = StandardItem.objects.filter(
        limit_text=item.limit_text, limit_state=LimitState.UNREAD
    ).exclude(pk=item.pk)
    others = list(alike) if item.limit_text else []
    rules = list(item.limits.all())
    pks = [other.pk for other in others]
    StandardLimit.objects.filter(item__in=pks).delete()
    StandardLimit.objects.bulk_create(
        [_copied(rule, other) for other in others for rule in rules], batch_size=BATCH
    )
    settled = StandardItem.objects.filter(pk__in=[item.pk, *pks]).update(
        limit_state=LimitState.SETTLED
    )
    AuditEntry.objects.record("limit_settled", item, by=by, facts={"items": settled})
    AuditEntry.objects.record_rows(StandardItem, pks, by=by)
    return settled


def _copied(rule: StandardLimit, item: StandardItem) -> StandardLimit:
    columns = [f.name for f in StandardLimit._meta.concrete_fields if not f.primary_key]
    values: Mapping[str, Any] = {name: getattr(rule, name) for name in columns}
    return StandardLimit(**{**values, "item": item})
