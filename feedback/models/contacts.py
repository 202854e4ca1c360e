from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .letters import Letter


class LetterContact(models.Model):
    """Who wrote, and how they are reached: encrypted (`sealed`), found again by keyed
    digests only, read through contacts.py, which leaves a line in the trail, and
    erased some months after the letter is settled, unless it is held."""

    letter = models.OneToOneField(
        Letter, models.CASCADE, related_name="contact", verbose_name=_("letter")
    )
    sealed = models.TextField(blank=True)
    phone_key = models.CharField(max_length=64, blank=True, db_index=True)
    email_key = models.CharField(max_length=64, blank=True, db_index=True)
    # What a list may show without opening the rest: 张** or nothing.
    masked_name = models.CharField(_("masked name"), max_length=60, blank=True)
    by_guardian = models.BooleanField(_("written by a guardian"), default=False)
    held_because = models.CharField(_("kept because"), max_length=200, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True)

    class Meta:
        verbose_name = _("contact of a letter")
        verbose_name_plural = _("contacts of letters")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.letter_id}"
