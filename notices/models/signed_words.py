from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SignedWords(models.Model):
    """A public record that is no notice: an editor of `agency` writes its WORDS, an
    approver signs them. What an editor changes of a public one waits in `proposed`
    (two_hands.py)."""

    WORDS: ClassVar[tuple[str, ...]]
    # Relations whose rows are signed together with the words.
    PARTS: ClassVar[tuple[str, ...]] = ()
    # The name of its page at the desk.
    DESK: ClassVar[str]

    version = models.PositiveIntegerField(default=1, editable=False)
    proposed = models.JSONField(
        _("changes that wait for signature"), default=dict, editable=False
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("written by"),
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, editable=False)

    # Every record of this sort belongs to a unit.
    agency: Any
    agency_id: int

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        """Signed once; from then on anybody may read it."""
        return self.signed_at is not None

    @property
    def desk_url(self) -> str:
        return reverse(self.DESK, args=[self.pk])

    def parts(self) -> list[models.QuerySet[Any]]:
        """Rows beside it that are signed together with its words."""
        return [getattr(self, name).all() for name in self.PARTS]

    @classmethod
    def waiting(cls) -> Q:
        """A condition: something of it waits for signature."""
        waits = Q(signed_at__isnull=True) | ~Q(proposed={})
        for name in cls.PARTS:
            relation: Any = cls._meta.get_field(name)
            rows = relation.related_model._default_manager.filter(
                signed_at__isnull=True
            )
            waits |= Q(pk__in=rows.values(relation.field.attname))
        return waits

    def missing(self) -> str:
        """What must be said before it can be signed; empty when nothing is missing."""
        return ""
