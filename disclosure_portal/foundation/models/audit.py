from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import clock

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
        line without its deed. What a system showed to be let in stands in `facts`.
        """
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
            facts={**(by.shown if by else {}), **(facts or {})},
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
