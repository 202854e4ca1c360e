"""What a page says of itself to search engines: schema.org as JSON-LD.

It stands in the page as data: no browser runs it, and the content policy lets it be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

Thing = dict[str, Any]

# Within a script element only these end it or open a comment in it.
_ESCAPES = [(sign, f"\\u{ord(sign):04X}") for sign in "<>&\u2028\u2029"]


def whole(path: str) -> str:
    """The address of a path of this site, under the name that the site goes by."""
    return f"{settings.SITE_URL}{path}"


def thing(kind: str, **said: Any) -> Thing:
    """A thing of schema.org with all that is known of it; what is empty is left out."""
    return {"@type": kind, **{name: value for name, value in said.items() if value}}


def organization(name: str, path: str, **said: Any) -> Thing:
    """A unit of the county, told apart by the address of its page."""
    address = whole(path)
    return {
        "@id": address,
        **thing("GovernmentOrganization", name=name, url=address, **said),
    }


def breadcrumb_list(home: str, crumbs: Sequence[Mapping[str, str]]) -> Thing:
    """The way from the home page; its last step is the page itself."""
    steps = [{"title": home, "url": "/"}, *crumbs]
    items = [
        {
            **thing("ListItem", position=place, name=step["title"]),
            **({"item": whole(step["url"])} if step.get("url") else {}),
        }
        for place, step in enumerate(steps, 1)
    ]
    return thing("BreadcrumbList", itemListElement=items)


def script(things: Iterable[Thing]) -> SafeString:
    """The element that holds them; whatever their texts hold, it ends where it ends."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    data = orjson.dumps(graph, default=str).decode()
    for sign, escape in _ESCAPES:
        data = data.replace(sign, escape)
    return mark_safe(f'<script type="application/ld+json">{data}</script>')
