"""Do the rows of a notice still say what was signed? Each difference in plain words.

What a revision says of other records (names of units, rules of a programme) may change
by deeds of their own, which the trail names: it is not compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from directories.models import Agency
from disclosure_portal.foundation.canonical import ListDigest, canonical, digest
from disclosure_portal.foundation.models import AuditEntry, Receipt, ReceiptKind
from disclosure_portal.foundation.receipts import moment_text

from .elsewhere import facts_of as posting_facts
from .models import (
    Audience,
    LineSet,
    Notice,
    NoticeStatus,
    Posting,
    PostingPeriod,
    Revision,
    SubsidyFacts,
    SubsidyLine,
    WarningFacts,
    WithdrawalGround,
)
from .public_content import public_content
from .receipting import INTERNAL, OF_REVISIONS, facts_of, salted, words_of
from .recipient_sums import RunningSums
from .recipients import PLACES, STORED
from .structures.registry import place_in_structure

STATUS_AFTER = {
    ReceiptKind.PUBLISHED: NoticeStatus.PUBLISHED,
    ReceiptKind.CORRECTED: NoticeStatus.PUBLISHED,
    ReceiptKind.WITHDRAWN: NoticeStatus.WITHDRAWN,
    ReceiptKind.ARCHIVED: NoticeStatus.ARCHIVED,
}
LONGEST = 60


def faults_of(
    notice: Notice, lines: Sequence[Receipt], signed_content: str
) -> Iterator[str]:
    """What a reader sees of a notice and nobody signed, in plain words; nothing where
    all is in order. `lines` are its lines of the log, oldest first."""
    yield from _state_faults(notice, lines)
    signed = record_in(signed_content)
    if signed is None:
        return  # that its revision was changed is said by its line
    yield from content_faults(notice, signed)
    yield from _fact_faults(notice, lines)
    yield from _list_faults(notice, signed)


def record_in(content: str) -> dict[str, Any] | None:
    """The record that a revision holds; None if it was changed beyond reading."""
    try:
        record = json.loads(content)["record"]
    except (ValueError, LookupError, TypeError):
        return None
    return record if isinstance(record, dict) else None


def content_faults(notice: Notice, signed: dict[str, Any]) -> Iterator[str]:
    """Where the rows differ from the record of a revision."""
    now = json.loads(canonical(public_content(notice)))["record"]
    if [unit.get("code") for unit in _units(signed)] != [
        unit.get("code") for unit in _units(now)
    ]:
        for unit in _units(signed):
            unit["code"] = todays_code(unit["code"])
    _leave_out_others(signed)
    _leave_out_others(now)
    for key in sorted({*signed, *now}):
        yield from _differences(notice, key, signed.get(key), now.get(key))


def _units(record: dict[str, Any]) -> list[dict[str, Any]]:
    structure = record.get("structure") or {}
    named = (
        record.get("agency"),
        *record.get("co_publishers", ()),
        structure.get("branch"),
    )
    return [unit for unit in named if isinstance(unit, dict) and "code" in unit]


def todays_code(code: str) -> str:
    """The code that a unit bears now which bore this one: the trail knows each."""
    told = AuditEntry.objects.filter(action="recoded").order_by("pk")
    for before, after in told.values_list("before", "after"):
        code = after if code == before else code
    return code


def _leave_out_others(record: dict[str, Any]) -> None:
    """What the record says of other records than its own."""
    for unit in (record.get("agency"), *record.get("co_publishers", ())):
        (unit or {}).pop("name", None)
    structure = record.get("structure") or {}
    structure.pop("cited", None)
    if isinstance(branch := structure.get("branch"), dict):
        branch.pop("name", None)
    if isinstance(programme := structure.get("programme"), dict):
        # How sums are told depends on its rules; they are checked by the lines.
        structure["programme"] = programme.get("id")
        structure["list"] = (structure.get("list") or {}).get("digest")
        structure.pop("townships", None)
        structure.pop("statuses", None)


def _differences(notice: Notice, place: str, signed: Any, now: Any) -> Iterator[str]:
    if isinstance(signed, dict) and isinstance(now, dict):
        for key in sorted({*signed, *now}):
            yield from _differences(
                notice, f"{place}.{key}", signed.get(key), now.get(key)
            )
    elif isinstance(signed, list) and isinstance(now, list) and len(signed) == len(now):
        for number, (was, is_now) in enumerate(zip(signed, now, strict=True)):
            yield from _differences(notice, f"{place}[{number}]", was, is_now)
    elif signed != now:
        yield difference(_place(notice, place), signed, now)


def difference(place: str, signed: Any, now: Any) -> str:
    """Both values beside each other, shortened."""
    return _("%(place)s: signed was %(signed)s, there now is %(now)s") % {
        "place": place,
        "signed": shown(signed),
        "now": shown(now),
    }


def _place(notice: Notice, place: str) -> str:
    head, _dot, rest = place.partition(".")
    if head == "structure" and rest:
        return place_in_structure(notice.kind, rest)
    name, _bracket, number = head.partition("[")
    models: dict[str, Any] = {
        "attachments": Notice.attachments.rel.related_model,
        "posting_period": PostingPeriod,
        "co_publishers": Notice.co_publishers.through,
    }
    label = column_word(Notice, name)
    if name in models:
        label = str(models[name]._meta.verbose_name)
        if number:
            label = f"{label} {int(number[:-1]) + 1}"
        if rest:
            label = f"{label}, {column_word(models[name], rest)}"
    return label


def column_word(model: Any, column: str) -> str:
    """What a reader calls it; its code where the portal no longer knows it."""
    try:
        return str(model._meta.get_field(column).verbose_name)
    except (FieldDoesNotExist, AttributeError):
        return column


def shown(value: Any) -> str:
    if value in (None, "", [], {}):
        return _("nothing")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{text[:LONGEST]}{'…' if len(text) > LONGEST else ''}”"


def _state_faults(notice: Notice, lines: Sequence[Receipt]) -> Iterator[str]:
    last = lines[-1]
    expected = STATUS_AFTER.get(ReceiptKind(last.kind))
    if expected is not None and notice.status != expected:
        yield _("status: the log says “%(logged)s”, the notice “%(now)s”") % {
            "logged": NoticeStatus(expected).label,
            "now": notice.get_status_display(),
        }
    if (notice.audience == Audience.PUBLIC) is (last.subject_type == INTERNAL):
        yield _("audience: it is not the one for which it was published")
    signed = [line for line in lines if line.kind in OF_REVISIONS]
    if signed and not last.hidden_id:
        logged = signed[-1].facts.get("posting_until", "")
        now = facts_of(notice, signed[-1].kind).get("posting_until", "")
        if logged != now:
            yield difference(column_word(Notice, "posting_until"), logged, now)
    if last.kind in (ReceiptKind.WITHDRAWN, ReceiptKind.ARCHIVED):
        if not _is_taken_down_as_logged(notice, last):
            yield _("when, by whom or why it was taken down was changed afterwards")
    elif notice.withdrawn_at or notice.withdrawal_ground or notice.withdrawal_reason:
        yield _("it bears a withdrawal of which the log knows nothing")


def _is_taken_down_as_logged(notice: Notice, line: Receipt) -> bool:
    """The ground is another one now where an erasure was asked for since, and the unit
    may bear another code: the trail knows both."""
    said = words_of(notice, line.kind, {})
    grounds, codes = {said.get("ground")}, {said.get("by")}
    asked = last_entry(notice, "erasure_asked")
    if asked and asked.after == notice.withdrawal_ground:
        grounds |= {*WithdrawalGround.values}
    told = AuditEntry.objects.filter(
        target_type=Agency._meta.label_lower,
        target_id=notice.withdrawn_by_id,
        action="recoded",
    )
    codes |= {*told.values_list("before", flat=True)}
    return any(
        _is_content_of(line, notice, {**said, "ground": ground, "by": code})
        for ground, code in product(grounds, codes)
    )


def _is_content_of(line: Receipt, notice: Notice, said: dict[str, Any]) -> bool:
    if line.kind != ReceiptKind.WITHDRAWN:
        del said["ground"], said["by"]
    found = digest(said)
    if line.hidden_id:
        found = salted(line.salt, notice.pk, found)
    return found == line.content_digest


def _fact_faults(notice: Notice, lines: Sequence[Receipt]) -> Iterator[str]:
    """What deeds of their own add to a public notice: the trail knows them."""
    period = PostingPeriod.objects.filter(notice=notice).first()
    said = (period.result, period.result_note) if period else ("", "")
    if said != _last_words(notice, "posting_closed"):
        yield _("the result of its posting is not the one in the trail")
    if not _is_withheld_as_told(notice):
        yield _("which of its revisions may not be read is not what the trail says")
    if _shown_elsewhere(notice) != _registered(notice):
        yield _("where it was shown elsewhere is not what the trail says")
    warning = WarningFacts.objects.filter(notice=notice).first()
    if warning is None:
        return
    entry = last_entry(notice, "warning_ended")
    ended = entry and moment_text(entry.at)[:-10]
    now = warning.ended_at and moment_text(warning.ended_at)[:-10]
    if (now, warning.end_note) != (ended, entry.note if entry else ""):
        yield _("the early end of the warning is not the one in the trail")


def _is_withheld_as_told(notice: Notice) -> bool:
    """A correction may withhold all that was before it."""
    told = AuditEntry.objects.filter(
        target_type=notice._meta.label_lower, target_id=notice.pk, action="corrected"
    ).values_list("facts", flat=True)
    withholding = [each["revision"] for each in told if each.get("withholds_earlier")]
    first_shown = max(withholding, default=0)
    rows = Revision.objects.filter(notice=notice).values_list("number", "is_withheld")
    return all(hidden is (number < first_shown) for number, hidden in rows)


def _shown_elsewhere(notice: Notice) -> dict[Any, Any]:
    rows = Posting.objects.filter(notice=notice)
    return {posting.pk: posting_facts(posting) for posting in rows}


def _registered(notice: Notice) -> dict[Any, Any]:
    """What the trail says of postings elsewhere, without those that were struck."""
    told = AuditEntry.objects.filter(
        target_type=notice._meta.label_lower,
        target_id=notice.pk,
        action__in=("shown_elsewhere", "posting_confirmed", "posting_struck"),
    )
    known: dict[Any, Any] = {}
    for action, facts in told.order_by("pk").values_list("action", "facts"):
        if action == "posting_struck":
            known.pop(facts["posting"], None)
        else:
            known[facts["posting"]] = facts
    return known


def _last_words(notice: Notice, action: str) -> tuple[str, str]:
    entry = last_entry(notice, action)
    return (entry.after, entry.note) if entry else ("", "")


def last_entry(notice: Notice, action: str) -> AuditEntry | None:
    """The newest line of the trail that tells of this deed on it."""
    found = AuditEntry.objects.filter(
        target_type=notice._meta.label_lower, target_id=notice.pk, action=action
    )
    return found.order_by("-pk").first()


def _list_faults(notice: Notice, signed: dict[str, Any]) -> Iterator[str]:
    payment = (
        SubsidyFacts.objects.filter(notice=notice).select_related("line_set").first()
    )
    line_set = payment and payment.line_set
    if not line_set:
        return
    found, sums = ListDigest("lines"), RunningSums()
    rows = SubsidyLine.objects.filter(line_set=line_set).order_by("position")
    count = 0
    for row in rows.values(*STORED).iterator():
        count += 1
        found.add(
            {
                name: f"{value:f}" if name in PLACES and value is not None else value
                for name, value in row.items()
            }
        )
        sums.add(row["township"], row["status"], row["quantity"], row["amount"])
    if found.hexdigest() != (signed["structure"] or {}).get("list"):
        words = _("recipient list: its %(count)s lines are not those that were signed")
        yield words % {"count": count}
    elif _sums_of(line_set) != _summed(sums):
        yield _("recipient list: its sums are not those of its lines")


def _sums_of(line_set: LineSet) -> tuple[Any, ...]:
    return (
        line_set.count,
        line_set.quantity,
        line_set.amount,
        line_set.townships,
        line_set.statuses,
    )


def _summed(sums: RunningSums) -> tuple[Any, ...]:
    total = sums.total()
    return (
        total.count or 0,
        total.quantity,
        total.amount,
        sums.townships(),
        sums.statuses(),
    )
