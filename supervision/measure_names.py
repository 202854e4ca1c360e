"""The portal's own facts by which marks can be proposed, and what they are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Of the unit's branch and the round's period; the last ones of the whole site, today.
MEASURE_NAMES: dict[str, str | Promise] = {
    "coverage": _("Share of what was due that is published"),
    "timeliness": _("Share of what was due that was published in time"),
    "late": _("Published late"),
    "explained": _("Explained instead of published"),
    "missing": _("Due and not published"),
    "letters_received": _("Letters received"),
    "letters_answered": _("Share of letters answered"),
    "letters_in_time": _("Share of letters answered in time"),
    "letters_satisfaction": _("Share of writers who were content"),
    "letters_unanswered": _("Letters unanswered for three months"),
    "corrections": _("Corrections of published notices"),
    "orders_overdue": _("Rectification orders overdue"),
    "orders_closed_in_time": _("Share of rectification orders closed in time"),
    "stale_columns": _("Columns not kept up to date"),
    "blank_columns": _("Blank columns"),
    "lacking_guides": _("Guides that miss key elements"),
    "dead_links": _("Dead links of the site"),
    "availability": _("Share of visits that did not open"),
}
