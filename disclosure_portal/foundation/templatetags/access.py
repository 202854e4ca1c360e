"""The access bar (无障碍): what its choices are called and where they lead."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.translation import gettext, gettext_lazy as _

from ..reading_view import USUAL, ReadingView
from .portal import view_address

register = template.Library()

TONE_NAMES = {
    "none": _("Usual colours"),
    "black-white": _("Black on white"),
    "white-black": _("White on black"),
    "yellow-black": _("Yellow on black"),
    "yellow-blue": _("Yellow on blue"),
    "black-yellow": _("Black on yellow"),
}
SIZE_NAMES = {150: _("Large size"), 125: _("Medium size"), 100: _("Small size")}


@register.simple_tag(takes_context=True)
def tone_choices(context: Context) -> list[dict[str, object]]:
    """The pairs of colours; the next one has the key."""
    view: ReadingView = context.get("reading") or USUAL
    return [
        {
            "code": tone,
            "title": name,
            "url": view_address(context, tone=tone, to="access"),
            "is_chosen": tone == (view.tone or "none"),
            "is_next": tone == view.next_tone,
        }
        for tone, name in TONE_NAMES.items()
    ]


@register.simple_tag(takes_context=True)
def size_choices(context: Context) -> list[dict[str, object]]:
    """【字号 大 中 小】 of a page's tools."""
    view: ReadingView = context.get("reading") or USUAL
    return [
        {
            "title": name,
            "url": view_address(context, zoom=zoom, to="tools-title"),
            "is_chosen": zoom == view.zoom,
        }
        for zoom, name in SIZE_NAMES.items()
    ]


@register.simple_tag
def access_keys() -> list[tuple[str, str]]:
    """The keys of the bar, as its links and buttons carry them (`accesskey`)."""
    return [
        ("0", gettext("to the text of the page")),
        ("1", gettext("smaller")),
        ("2", gettext("bigger")),
        ("3", gettext("the next pair of colours")),
        ("4", gettext("big pointer")),
        ("5", gettext("reading line")),
        ("6", gettext("read the page aloud, or stop")),
        ("7", gettext("read aloud what is pointed at")),
        ("8", gettext("reset")),
        ("9", gettext("leave the accessible version")),
    ]
