"""What happens when a unit, or who works in it, is changed: search knows at once."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from .models import Agency, Official
from .search import forget_agency, put_agency, refresh_branch
from .signals import agency_closed, agency_merged, agency_moved


def connect() -> None:
    """Called once, when the apps are ready."""
    post_save.connect(_saved, sender=Agency)
    post_save.connect(_official_changed, sender=Official)
    post_delete.connect(_official_changed, sender=Official)
    post_delete.connect(_removed, sender=Agency)
    agency_closed.connect(_closed)
    agency_merged.connect(_closed)
    agency_moved.connect(_moved)


def _saved(instance: Agency, **_more: Any) -> None:
    put_agency(instance)


def _official_changed(instance: Official, **_more: Any) -> None:
    put_agency(instance.agency)


def _removed(instance: Agency, **_more: Any) -> None:
    forget_agency(instance)


def _closed(agency: Agency, **_more: Any) -> None:
    put_agency(agency)


def _moved(agency: Agency, **_more: Any) -> None:
    refresh_branch(agency.path)
