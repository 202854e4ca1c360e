"""Tags that every template has at hand; none of them asks the database."""

from __future__ import annotations

import re
from itertools import count
from typing import Any, cast
from urllib.parse import quote

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .. import phrases as joints
from ..page_heads import PageHead, head_of

register = template.Library()

# A page carries its own address several times: of a longer one only the path.
MAX_ADDRESS = 2_000
LINK = re.compile(r"""</?a\b(?:[^>"]|"[^"]*")*>""", re.IGNORECASE)
# A telephone number or a span of hours: figures joined by strokes.
JOINED = re.compile(r"\d[\d:：.]*(?:[-–—~～]{1,2}\d[\d:：.]*){1,3}")
TABLE = re.compile(r"<(/?)table\b[^>]*>", re.IGNORECASE)


@register.simple_tag(takes_context=True)
def view_address(context: Context, size: str = "", **choices: object) -> str:
    """The address that changes how the reader sees the pages (`size`, `zoom`, `tone`,
    …: `ReadingView.changed`) and comes back to this one; `to` names a place on it.

    An error page rendered without a request comes back to the home page.
    """
    request = context.get("request")
    here = "/"
    if request is not None:
        whole = request.get_full_path()
        here = whole if len(whole) <= MAX_ADDRESS else request.path
    place = choices.pop("to", "")
    if place:
        here = f"{here}#{place}"
    if size:
        choices["size"] = size
    asked = "".join(f"{name}={choice}&" for name, choice in choices.items())
    return f"{reverse('view-settings')}?{asked}next={quote(here, safe='')}"


@register.simple_tag(takes_context=True)
def page_head(context: Context) -> PageHead:
    """What the head of this page says to those who find it."""
    page = cast(dict[str, Any], context.flatten())
    return head_of(page, page["request"].path, page["site"].name)


@register.filter
def official_body(body: str, name: str = "") -> SafeString:
    """A notice's text for the page: each table scrolls in a frame of its own, so that
    a wide one widens no page and is reached by keyboard. `name` tells the tables of
    several texts on one page apart.

    The text must have passed the sanitiser when it was stored: it is marked safe.
    """
    numbers = count(1)

    def framed(tag: re.Match[str]) -> str:
        if tag[1]:
            return f"{tag[0]}</div>"
        frame = format_html(
            '<div class="table-scroll" role="group" tabindex="0" aria-label="{}">',
            f"{name} {_('Table %d') % next(numbers)}".strip(),
        )
        return f"{frame}{tag[0]}"

    return mark_safe(TABLE.sub(framed, body))


@register.filter
def without_links(html: str) -> SafeString:
    """Rendered HTML whose links are plain text: nothing leads away from a kiosk."""
    return mark_safe(LINK.sub("", html))


@register.filter
def phrases(title: str) -> SafeString:
    """A heading that breaks between its phrases, not within a word."""
    pieces = ((piece,) for piece in joints.phrases(title))
    return format_html_join(mark_safe("<wbr>"), "{}", pieces)


@register.filter
def unbroken(text: str) -> SafeString:
    """Text whose telephone numbers and hours stand on one line each."""
    escaped = conditional_escape(text)
    return mark_safe(JOINED.sub(r'<span class="figure">\g<0></span>', escaped))
