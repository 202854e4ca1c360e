"""What supervision does when the tree of units or notices change, inside the same
transaction."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from directories.models import Agency
from directories.signals import agency_merged
from disclosure_portal.foundation.models import AuditEntry, User
from notices.models import Notice
from notices.signals import notice_withdrawn

from .models import FrozenProof, RoundStatus, RoundUnit
from .ordering import hand_over

# Measures whose rows are notices: a proof keeps their titles.
OF_NOTICES = ("corrections", "lacking_guides")


def connect() -> None:
    """Called once, when the apps are ready."""
    agency_merged.connect(_hand_over)
    notice_withdrawn.connect(_forget_title)


def _hand_over(agency: Agency, successor: Agency, by: User, **_more: Any) -> None:
    """Orders go to the successor; rounds that have not begun leave the unit out, those
    that go on and those that are published stay as they were."""
    hand_over(agency, successor, by=by)
    prepared = RoundUnit.objects.filter(
        agency=agency, round__status=RoundStatus.DRAFT
    ).select_related("round")
    for unit in prepared:
        AuditEntry.objects.record("units_set", unit.round, by=by, note=str(unit))
        unit.delete()


def _forget_title(notice: Notice, by: User, **_more: Any) -> None:
    """A withdrawn notice leaves its row in each proof, and not its title."""
    address = notice.get_absolute_url()
    for proof in FrozenProof.objects.filter(measure__in=OF_NOTICES).iterator():
        if any(row[1] == address for row in proof.rows):
            proof.rows = [
                [_("withdrawn"), ""] if row[1] == address else row for row in proof.rows
            ]
            proof.save(update_fields=["rows"])
            AuditEntry.objects.record("edited", proof, by=by)
