from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import clock
from ..imprints import compared_columns, imprint_of, imprints_of, is_imprinted

if TYPE_CHECKING:
    from .users import User


class AuditManager(models.Manager["AuditEntry"]):
    def record(
        self,
        action: str,
        target: models.Model | None,
        *,
        by: User | None,
        before: str = "",
        after: str = "",
        note: str = "",
        facts: dict[str, Any] | None = None,
    ) -> AuditEntry:
        """Write who did what to what, from which state to which, and why.

        Call it inside the deed's own transaction: no deed without its line, no
        line without its deed. What a system showed to be let in stands in `facts`,
        as do digests of a row that is public without a signature (imprints.py): call
        it after the row was written.
        """
        told = {**(by.shown if by else {}), **(facts or {})}
        if target is not None and is_imprinted(target) and action != "deleted":
            told["imprint"] = imprint_of(target)
        return self.create(
            at=clock.now(),
            action=action,
            actor=by,
            actor_name=str(by) if by else "",
            target_type=target._meta.label_lower if target else "",
            target_id=target.pk if target else None,
            target_name=str(target)[:200] if target else "",
            before=before,
            after=after,
            note=note,
            facts=told,
        )

    def record_rows(
        self,
        model: type[models.Model],
        keys: Iterable[int],
        *,
        by: User | None,
        action: str = "rows_written",
    ) -> int:
        """Digests of rows that a deed wrote or took away by the hundred; the deed has
        a line of its own. Call it after them, in its transaction; gives how many."""
        count = 0
        for facts in imprints_of(model, keys):
            count += len(facts["rows"])
            self._record_some(model, facts, by=by, action=action)
        return count

    def record_no_rows(
        self, model: type[models.Model], *, by: User | None, action: str
    ) -> None:
        """That there was none to tell of: whatever is there later has to be told."""
        facts = {"columns": compared_columns(model), "rows": {}}
        self._record_some(model, facts, by=by, action=action)

    def _record_some(
        self,
        model: type[models.Model],
        facts: dict[str, Any],
        *,
        by: User | None,
        action: str,
    ) -> None:
        self.create(
            at=clock.now(),
            action=action,
            actor=by,
            actor_name=str(by) if by else "",
            target_type=model._meta.label_lower,
            facts={**(by.shown if by else {}), **facts},
        )


class AuditEntry(models.Model):
    """One line of the trail; append-only by trigger on both databases."""

    at = models.DateTimeField(_("time"))
    action = models.CharField(_("action"), max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    actor_name = models.CharField(_("name at the time"), max_length=150)
    target_type = models.CharField(_("kind of record"), max_length=80)
    target_id = models.BigIntegerField(_("record"), null=True)
    target_name = models.CharField(_("title at the time"), max_length=200)
    before = models.CharField(_("status before"), max_length=40)
    after = models.CharField(_("status after"), max_length=40)
    note = models.TextField(_("reason"))
    facts = models.JSONField(_("facts"), default=dict)

    objects = AuditManager()

    class Meta:
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(
                fields=["target_type", "target_id", "at"], name="audit_target"
            ),
            models.Index(fields=["-at"], name="audit_time"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.target_name}"
