"""What happens when a unit, or who works in it, is changed: search knows at once."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save

from .models import Agency, Official
from .search import forget_agency, put_agency, refresh_branch
from .signals import agency_closed, agency_merged, agency_moved


def connect() -> None:
    """Called once, when the apps are ready."""
    post_save.connect(_saved, sender=Agency)
    pre_save.connect(_official_changes, sender=Official)
    post_save.connect(_official_changed, sender=Official)
    post_delete.connect(_official_changed, sender=Official)
    post_delete.connect(_removed, sender=Agency)
    agency_closed.connect(_closed)
    agency_merged.connect(_closed)
    agency_moved.connect(_moved)


def _saved(instance: Agency, **_more: Any) -> None:
    put_agency(instance)


def _official_changes(instance: Official, **_more: Any) -> None:
    former = Official.objects.filter(pk=instance.pk).exclude(agency=instance.agency_id)
    instance.left_agency_id = former.values_list("agency", flat=True).first()


def _official_changed(instance: Official, **_more: Any) -> None:
    put_agency(instance.agency)
    if left := getattr(instance, "left_agency_id", None):
        put_agency(Agency.objects.get(pk=left))


def _removed(instance: Agency, **_more: Any) -> None:
    forget_agency(instance)


def _closed(agency: Agency, **_more: Any) -> None:
    put_agency(agency)


def _moved(agency: Agency, **_more: Any) -> None:
    refresh_branch(agency.path)
