from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.canonical import digest
from disclosure_portal.foundation.imprints import columns_of, digests_of

# What no reader of the portal sees.
UNSEEN = {"id", "version", "proposed", "written_by_id"}


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

    def imprint(self) -> dict[str, Any]:
        """Digests of all that anybody may read of it now, for the line of the trail
        that says who signed it: each column, and each signed row beside it. One query,
        and one for each sort of part."""
        row = type(self)._default_manager.get(pk=self.pk)
        seen = {name: getattr(row, name) for name in columns_of(self) - UNSEEN}
        return {
            "words": digests_of(seen),
            "parts": {
                name: _imprints(rows.filter(signed_at__isnull=False))
                for name, rows in zip(row.PARTS, row.parts(), strict=True)
            },
        }

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


def digest_of_part(row: models.Model, columns: Iterable[str]) -> str:
    """One digest for the whole row: of a meeting that is struck out, nobody shall guess
    from the trail what it said."""
    return digest({name: getattr(row, name) for name in columns})


def _imprints(rows: models.QuerySet[Any]) -> dict[str, Any]:
    columns = sorted(columns_of(rows.model))
    signed = {str(row.pk): digest_of_part(row, columns) for row in rows}
    return {"columns": columns, "rows": signed}
