"""A step of bench.trial: what became of a list of subsidies, held against the file."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from notices.models import Kind, LineSet, Notice, Programme, SubsidyLine

from .trial_site import open_page

LARGEST = ("遂平县", "2025")  # 4,050 purchases in 20 townships
LOOK_UPS = 5
PAGE = 6

Row = dict[str, str]


def lists(file: str, answer: str) -> None:
    rows = _rows_of_largest(file)
    title = f"{LARGEST[0]}{LARGEST[1]}年"
    notice = Notice.objects.public().get(kind=Kind.SUBSIDY, title__startswith=title)
    programme = Programme.objects.get()
    programme_url = reverse("programme-detail", args=[programme.pk])
    own = f"{reverse('own-line')}?programme={programme.pk}"
    facts = {
        "notices": Notice.objects.public().filter(kind=Kind.SUBSIDY).count(),
        "lines": SubsidyLine.objects.count(),
        "without_key": SubsidyLine.objects.filter(lookup_key="").count(),
        "amount": str(sum(LineSet.objects.values_list("amount", flat=True))),
        "unlike": _unlike(notice, rows),
        "look_ups": _wrong_look_ups(rows),
        "digest": _digest(),
        "pages": [
            open_page("list of a county", notice.get_absolute_url(), PAGE),
            open_page("programme", programme_url, PAGE),
            open_page("programmes", reverse("subsidy-list"), PAGE),
            open_page("look-up", own, PAGE),
        ],
    }
    Path(answer).write_text(json.dumps(facts), encoding="utf-8")


def _rows_of_largest(file: str) -> list[Row]:
    with gzip.open(file, "rt", encoding="utf-8-sig", newline="") as stream:
        return [
            row
            for row in csv.DictReader(stream)
            if (row["县"], row["购机日期"][:4]) == LARGEST
        ]


def _unlike(notice: Notice, rows: list[Row]) -> list[str]:
    """Sums of the API that the file does not have."""
    told = Client().get(f"/api/v1/notices/{notice.pk}/").json()["structure"]
    places: dict[str, Decimal] = defaultdict(Decimal)
    states: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        amount = Decimal(row["总补贴额(元)"])
        places[row["所在乡(镇)"]] += amount
        states[row["状态"].removeprefix("资金")] += amount
    pairs: list[tuple[str, Any, Any]] = [
        ("townships", places, _sums(told["townships"], "township")),
        ("statuses", states, _sums(told["statuses"], "status")),
        ("lines", len(rows), told["list"]["count"]),
        ("amount", sum(places.values()), Decimal(told["list"]["amount"])),
    ]
    return [name for name, file, site in pairs if file != site]


def _sums(rows: list[dict[str, Any]], key: str) -> dict[str, Decimal]:
    return {row[key]: Decimal(row["amount"]) for row in rows}


def _wrong_look_ups(rows: list[Row]) -> list[str]:
    """Lines that their owners don't find, or that others find."""
    client, wrong = Client(), []
    for number, row in enumerate(rows[:: len(rows) // LOOK_UPS]):
        name, serial = row["购机者姓名"], row["出厂编号"].partition(",")[0]
        asked = [(name, serial, True), (name, f"{serial}0", False)]
        for who, check, is_found in asked:
            answer = client.post(
                reverse("own-line"), {"name": who, "check_value": check}
            )
            if (answer.text.count('<article class="found">') == 1) != is_found:
                wrong.append(f"line {number}")
    return wrong


def _digest() -> str:
    """One number for all lists, whatever the database."""
    found = hashlib.sha256()
    lists = LineSet.objects.order_by("facts__notice__source_id").values_list(
        "facts__notice__title", "count", "townships", "statuses", "digest"
    )
    for row in lists:
        found.update(json.dumps(row, sort_keys=True, ensure_ascii=False).encode())
    return found.hexdigest()
