"""Cards in words, never by colour or shape alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .cards import Card

CARD_WORDS = {
    Card.NORMAL: _("normal"),
    Card.YELLOW: _("yellow card"),
    Card.RED: _("red card"),
}
