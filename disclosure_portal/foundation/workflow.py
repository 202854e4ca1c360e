"""Status changes for models that declare a table of allowed moves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .days import official_moment
from .models.audit import AuditEntry
from .models.users import User
from .refusals import DomainError

__all__ = [
    "DomainError",
    "NotAllowed",
    "StaleStatusError",
    "TransitionError",
    "WRITTEN_OVER",
    "WorkflowModel",
    "changed_meanwhile",
    "last_deed",
    "whose_and_when",
]


class TransitionError(DomainError):
    """The requested move is not allowed from the current status."""

    code = "wrong_status"


class StaleStatusError(TransitionError):
    """Someone else moved or changed the record first."""

    code = "changed_meanwhile"


CHANGED = _(
    "%(who)s changed “%(title)s” meanwhile, at %(at)s. Load it again; what you typed is"
    " still here."
)

WRITTEN_OVER = _(
    "%(who)s changed or submitted “%(title)s” at %(at)s, while you were editing it."
    " Your text is still below: copy what you need, then load the page again."
)


def changed_meanwhile(
    record: models.Model, words: str | Promise = CHANGED
) -> StaleStatusError:
    """Says to whoever comes second who came first, and when; one query."""
    last = last_deed(record)
    if last is None:
        return StaleStatusError(
            _("Someone else changed “%s” meanwhile. Load it again.") % record
        )
    return StaleStatusError(str(words) % {"title": record, **whose_and_when(last)})


def last_deed(record: models.Model) -> AuditEntry | None:
    """The newest line of the trail about a record."""
    entries = AuditEntry.objects.filter(
        target_type=record._meta.label_lower, target_id=record.pk
    )
    return entries.order_by("-pk").first()


def whose_and_when(deed: AuditEntry) -> dict[str, str]:
    return {
        "who": deed.actor_name or str(_("The system")),
        "at": official_moment(deed.at),
    }


class NotAllowed(DomainError):
    """This person may see the record but may not do this to it."""

    code = "not_allowed"


class WorkflowModel(models.Model):
    """A record whose status moves only along MOVES, by verbs, on the record."""

    MOVES: ClassVar[Mapping[str, Collection[str]]]

    status: Any

    class Meta:
        abstract = True

    def can_move_to(self, target: str) -> bool:
        return target in self.MOVES[self.status]

    @transaction.atomic(savepoint=False)
    def _move(
        self,
        target: str,
        *,
        by: User | None,
        note: str = "",
        expect: Mapping[str, Any] | None = None,
        facts: dict[str, Any] | None = None,
        **stamps: Any,
    ) -> None:
        """Guard, compare-and-swap, record. A refusal undoes the whole deed.

        `expect` names further columns that must still hold these values.
        Raises TransitionError, or StaleStatusError when another came first.
        """
        source = self.status
        if not self.can_move_to(target):
            raise TransitionError(
                _("This cannot be done now: %(title)s is “%(status)s”.")
                % {"title": self, "status": self._status_label()}
            )
        changes = {"status": target, **stamps}
        # Compare and swap: two officers pressing the same button must not both win.
        conditions = {"pk": self.pk, "status": source, **(expect or {})}
        row = type(self)._base_manager.filter(**conditions)
        if not row.update(**changes):
            raise changed_meanwhile(self)
        for name, value in changes.items():
            setattr(self, name, value)
        AuditEntry.objects.record(
            "moved", self, by=by, before=source, after=target, note=note, facts=facts
        )

    def _status_label(self) -> str:
        return str(getattr(self, "get_status_display", lambda: self.status)())
