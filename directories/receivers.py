"""What happens when a unit, or who works in it, is changed: search knows at once, and
lists, windows and promises go where the unit goes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.search.moving import refresh_soon

from .item_search import put_services, refresh_items
from .models import Agency, Official, ServiceItem
from .search import forget_agency, put_agency, refresh_branch
from .service_heirs import end_services, hand_over
from .signals import agency_closed, agency_merged, agency_moved

# Where an official that is being saved stood before.
FORMER = "_former_agency"


def connect() -> None:
    """Called once, when the apps are ready."""
    post_save.connect(_saved, sender=Agency)
    pre_save.connect(_official_changes, sender=Official)
    post_save.connect(_official_changed, sender=Official)
    post_delete.connect(_official_changed, sender=Official)
    post_delete.connect(_removed, sender=Agency)
    post_save.connect(_listed, sender=ServiceItem)
    agency_closed.connect(_closed)
    agency_closed.connect(_ends)
    agency_merged.connect(_closed)
    agency_merged.connect(_merged)
    agency_moved.connect(_moved)


def _saved(instance: Agency, **_more: Any) -> None:
    put_agency(instance)


def _official_changes(instance: Official, **_more: Any) -> None:
    """Who goes elsewhere is found at the former unit no more."""
    former = Agency.objects.filter(officials=instance.pk).exclude(pk=instance.agency_id)
    setattr(instance, FORMER, former.first())


def _official_changed(instance: Official, **_more: Any) -> None:
    put_agency(instance.agency)
    if former := getattr(instance, FORMER, None):
        put_agency(former)


def _removed(instance: Agency, **_more: Any) -> None:
    forget_agency(instance)


def _listed(instance: ServiceItem, **_more: Any) -> None:
    put_services([instance.pk])


def _closed(agency: Agency, **_more: Any) -> None:
    put_agency(agency)


def _ends(agency: Agency, by: User, **_more: Any) -> None:
    end_services(agency, by=by)


def _merged(agency: Agency, successor: Agency, by: User, **_more: Any) -> None:
    hand_over(agency, successor, by=by)


def _moved(agency: Agency, **_more: Any) -> None:
    refresh_branch(agency.path)
    refresh_items(agency.path)
    refresh_soon(agency.path)
