"""The fees of a guide as they stand today: their lists change after it was signed."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.urls import reverse

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from ..models import FeeLine, Notice
from ..structures.structured_kind import Structure
from .tariffs import standard_in_words

COLUMNS = (
    *("item", "sub_item", "standard", "unit_of_charge", "amount"),
    *("bases", "effective_until"),
)


def fees_today(structure: Structure) -> dict[str, Any]:
    """One query where a fee stands in a public list, none else."""
    fees = structure["fees"]
    current = _current({fee["notice"] for fee in fees if fee["notice"]})
    return {"fees": [_fee(fee, current) for fee in fees]}


def signed_fees(structure: Structure) -> dict[str, Any]:
    """As the guide says them, whatever their lists say by now."""
    return {
        "fees": [
            {
                "name": f"{fee['item']} {fee['sub_item']}".strip(),
                "standard": fee["standard"],
                "signed_standard": fee["standard"],
                "bases": fee["bases"],
                "state": "",
                "url": "",
            }
            for fee in structure["fees"]
        ]
    }


def _current(notices: set[int]) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    """The lines charged today, by list and name."""
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    if not notices:
        return found
    public = Notice.objects.public().filter(pk__in=notices)
    today = local_day(clock.now())
    lines = FeeLine.objects.filter(notice__in=public).order_by("position", "pk")
    for line in lines.values("notice_id", *COLUMNS):
        until = line["effective_until"]
        if until is None or until >= today:
            found[_name(line["notice_id"], line)].append(line)
    return found


def _name(notice: int, line: dict[str, Any]) -> tuple[Any, ...]:
    return (notice, line["item"], line["sub_item"])


def _fee(
    signed: dict[str, Any], current: dict[tuple[Any, ...], list[dict[str, Any]]]
) -> dict[str, Any]:
    """What was signed, or what the list says now; `state` is "" where both agree,
    "changed", or "gone" for what its list no longer has."""
    lines = current.get(_name(signed["notice"], signed), [])
    same = [line for line in lines if line["standard"] == signed["standard"]]
    shown, state = signed, ""
    if signed["notice"] and not lines:
        state = "gone"
    elif lines and not same:
        shown, state = lines[0], "changed"
    elif same:
        shown = same[0]
    url = reverse("notice-detail", args=[signed["notice"]]) if lines else ""
    return {
        "name": f"{shown['item']} {shown['sub_item']}".strip(),
        # A guide signs the words alone; the list knows what they are charged by.
        "standard": signed["standard"] if shown is signed else standard_in_words(shown),
        "signed_standard": signed["standard"],
        "bases": shown["bases"],
        "state": state,
        "url": url,
    }
