"""The head of a public page, for whoever finds it or passes it on: its one address,
its card in a messenger, what it is in the words of schema.org."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .linked_data import breadcrumb_list, script, whole

# More of it no messenger shows.
MOST_OF_DESCRIPTION = 120
# Messengers draw no SVG, and none below 300 pixels.
SITE_PICTURE = "img/card.png"


@dataclass(frozen=True)
class PageHead:
    """`picture` is the site's own where `has_own_picture` is false."""

    address: str
    title: str
    description: str
    picture: str
    has_own_picture: bool
    data: SafeString


def head_of(page: Mapping[str, Any], path: str, site_name: str) -> PageHead:
    """From what a page shows. It may name `description` (else that of its `column`
    holds), `card_title`, `card_picture` (a path) and `linked_data` (things of
    schema.org). No query.

    The canonical address has no parameters: they only choose among rows that have
    pages of their own, and the sitemap names those.
    """
    crumbs = page.get("breadcrumbs") or ()
    picture = page.get("card_picture") or ""
    things = list(page.get("linked_data") or ())
    if crumbs:
        things.append(breadcrumb_list(_("Home"), crumbs))
    last = crumbs[-1]["title"] if crumbs else ""
    column = page.get("column") or {}
    description = page.get("description") or column.get("description") or ""
    return PageHead(
        address=whole(path),
        title=page.get("card_title") or last or site_name,
        description=shortened(str(description)),
        picture=whole(picture or static(SITE_PICTURE)),
        has_own_picture=bool(picture),
        data=script(things) if things else SafeString(),
    )


def shortened(text: str) -> str:
    """At most as much of a text, on one line, as a messenger shows."""
    line = " ".join(text.split())
    if len(line) <= MOST_OF_DESCRIPTION:
        return line
    return f"{line[: MOST_OF_DESCRIPTION - 1]}…"
