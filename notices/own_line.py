"""查补贴: recipients find their own line in what is public, by name and check value.

The work is the same whether somebody, nobody, or somebody with other digits was asked
for: as many keys, one query, one answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.views.decorators.debug import sensitive_variables

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.limits import DAY, Attempt, count, network_of

from .lookup_keys import keys_for
from .models import AccessAfter, Kind, Notice, is_long_check
from .recipient_identity import plain_name

SHOWN, MOST = 60, 500
LINE_COLUMNS = {
    f"line_{name}": F(f"subsidy__line_set__lines__{name}")
    for name in (
        "township",
        "village",
        "group",
        "masked_name",
        "quantity",
        "standard",
        "amount",
        "status",
        "remark",
    )
}
PAYMENT_COLUMNS = {
    "programme": F("subsidy__programme__name"),
    "programme_id": F("subsidy__programme"),
    "is_sensitive": F("subsidy__programme__is_sensitive"),
    "check_kind": F("subsidy__line_set__check_kind"),
    "check_length": F("subsidy__line_set__check_length"),
    "measure": F("subsidy__programme__measure"),
    "standard_text": F("subsidy__standard"),
    "programme_standard": F("subsidy__programme__standard"),
    "for_year": F("subsidy__for_year"),
    "part": F("subsidy__part"),
    "batch": F("subsidy__batch"),
    "paid_on": F("subsidy__paid_on"),
}
NOTICE_COLUMNS = {
    "agency_name": F("agency__name"),
    "telephone": F("agency__telephone"),
}


@sensitive_variables("name")
def wait_before_asking(name: str, address: str | None) -> int:
    """Count one look-up; the seconds to wait if there were too many from this place,
    for this name from this place, or for this name from anywhere, in this hour or on
    this day. 0: go on.

    Many people of a township come from one address, and many bear one name: whoever is
    stopped at their place takes nothing from others of the name.
    """
    place = network_of(address)
    who = _hidden(plain_name(name))
    return count(
        [
            Attempt("lookup place", place, settings.LOOKUPS_AN_ADDRESS),
            Attempt(
                "lookup name, place",
                f"{who} {place}",
                settings.LOOKUPS_A_NAME_AND_ADDRESS,
            ),
            Attempt("lookup name", who, settings.LOOKUPS_A_NAME),
            Attempt("lookup name, day", who, settings.LOOKUPS_A_NAME_A_DAY, DAY),
        ]
    )


def _hidden(name: str) -> str:
    # Hashed before it is handed on: no trace of a statement may show it.
    return salted_hmac(
        "notices.lookup.name", name, secret=settings.LOOKUP_KEY, algorithm="sha256"
    ).hexdigest()


class OwnLines(NamedTuple):
    """Lines of one recipient, newest first; `is_cut` where there may be older ones."""

    lines: list[dict[str, Any]]
    is_cut: bool


@sensitive_variables("name", "check", "keys")
def lines_of(
    name: str, check: str, *, programme: int | None = None, year: int | None = None
) -> OwnLines:
    """The lines of one recipient in public subsidy notices; one query, which is the
    same whatever is asked for."""
    keys = keys_for(name, check)
    found = Notice.objects.public().filter(
        _is_open(), subsidy__line_set__lines__lookup_key__in=keys
    )
    # Kind, rule, programme and year are seen to afterwards: asked for them, SQLite
    # would begin there and walk through every line of every list. Of more lines than
    # one person has, those that were taken in last are read.
    rows: Any = found.order_by("-subsidy__line_set__lines__pk").values(
        "pk",
        "kind",
        "title",
        "published_at",
        **PAYMENT_COLUMNS,
        **NOTICE_COLUMNS,
        **LINE_COLUMNS,
    )
    read = list(rows[:MOST])
    lines: list[dict[str, Any]] = [
        {**row}
        for row in read
        if row["kind"] == Kind.SUBSIDY
        and _is_checked_enough(row)
        and programme in (None, row["programme_id"])
        and year in (None, row["for_year"])
    ]
    lines.sort(key=lambda line: (line["published_at"], line["pk"]), reverse=True)
    return OwnLines(lines[:SHOWN], len(lines) > SHOWN or len(read) == MOST)


def _is_checked_enough(row: Mapping[str, Any]) -> bool:
    """A programme may become sensitive when lists with weaker keys are out already."""
    return not row["is_sensitive"] or is_long_check(
        row["check_kind"], row["check_length"]
    )


def _is_open() -> Q:
    """Some programmes close their lists to everybody when the posting is over."""
    goes_on = Q(subsidy__programme__access_after=AccessAfter.OWN_LINE)
    return goes_on | Q(posting_period__ends_on__gte=local_day(clock.now()))
