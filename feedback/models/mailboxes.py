from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import Agency

from .letter_kinds import LetterKind

# No mailbox takes more than this, whatever its row says.
LONGEST_TEXT = 20_000
MOST_FILES = 9


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    def open(self) -> Self:
        return self.filter(is_open=True)


class Mailbox(models.Model):
    """信箱: 县长信箱, 局长信箱, 投诉箱, 我要纠错. Its unit takes letters in and passes
    them on."""

    IMPRINTED = True

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="mailboxes",
        verbose_name=_("unit that takes letters in"),
    )
    kinds = models.JSONField(
        _("kinds that it takes"), default=list, help_text=_("Codes of kinds.")
    )
    guide = models.TextField(
        _("guide"),
        blank=True,
        max_length=2000,
        help_text=_("What belongs here, what does not, and how long it takes."),
    )
    text_limit = models.PositiveIntegerField(
        _("longest text, in characters"),
        default=2000,
        validators=[MinValueValidator(100), MaxValueValidator(LONGEST_TEXT)],
    )
    file_limit = models.PositiveSmallIntegerField(
        _("most files"), default=5, validators=[MaxValueValidator(MOST_FILES)]
    )
    needs_contact = models.BooleanField(
        _("needs a way to reach the writer"),
        default=False,
        help_text=_("Reports of misconduct may always be sent without."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_open = models.BooleanField(_("open"), default=True)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        unknown = set(self.kinds or ()) - set(LetterKind.values)
        if not self.kinds or unknown:
            raise ValidationError({"kinds": _("Name at least one kind that exists.")})

    def takes(self, kind: str) -> bool:
        return kind in self.kinds
