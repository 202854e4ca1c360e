"""Where else notices were shown (线下公开记录), for programs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from rest_framework import serializers

from directories.permissions import in_branches
from disclosure_portal.foundation import clock

from ..models import RELEASABLE, Audience, Posting, PostingForm
from .content import page_address
from .filters import unit_named

COLUMNS: dict[str, Any] = {
    "id": "id",
    "notice_id": "notice_id",
    "notice_url": None,
    "agency_code": "notice__agency__code",
    "agency_name": "notice__agency__name",
    "form": "form",
    "place": "place",
    "shown_from": "shown_from",
    "shown_until": "shown_until",
    "number": "number",
    "registered_at": "registered_at",
    "photo_sha256": lambda: F("photo_digest"),
    "photo_url": None,
}


def public_elsewhere() -> QuerySet[Posting]:
    """Joined by the key: a list of all public notices would be made first."""
    return Posting.objects.confirmed().filter(
        notice__status__in=RELEASABLE,
        notice__published_at__lte=clock.now(),
        notice__audience=Audience.PUBLIC,
    )


def add_addresses(page: list[dict[str, Any]], fields: Collection[str]) -> None:
    for row in page:
        notice, pk = row["notice_id"], row["id"]
        if "notice_url" in fields:
            row["notice_url"] = page_address("notice-detail", notice)
        if "photo_url" in fields:
            has_one = bool(row["photo_digest"])
            row["photo_url"] = (
                page_address("posting-photo", notice, pk) if has_one else None
            )


class ElsewhereFilter(filters.FilterSet):
    notice = filters.NumberFilter(field_name="notice", help_text=_("Its number."))
    form = filters.ChoiceFilter(choices=PostingForm.choices)
    agency = filters.CharFilter(
        method="of_agency", help_text=_("Code of the unit that published.")
    )
    branch = filters.CharFilter(
        method="of_branch",
        help_text=_("Code of a unit: its notices and those of all units below it."),
    )

    class Meta:
        model = Posting
        fields: ClassVar[list[str]] = []

    def of_agency(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(notice__agency=unit_named(self.request, name, value).pk)

    def of_branch(self, rows: Any, name: str, value: str) -> Any:
        path = unit_named(self.request, name, value).path
        return rows.filter(in_branches([path], "notice__agency__path"))


class ElsewhereSerializer(serializers.ModelSerializer):
    """One place where a notice was shown."""

    notice_id = serializers.IntegerField()
    notice_url = serializers.URLField()
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()
    photo_sha256 = serializers.CharField(
        allow_blank=True, help_text=_("SHA-256 of the photograph; empty without one.")
    )
    photo_url = serializers.URLField(allow_null=True)

    class Meta:
        model = Posting
        fields = tuple(COLUMNS)


EXAMPLE = {
    "id": 12,
    "notice_id": 1207,
    "notice_url": "https://www.example.gov.cn/notices/1207/",
    "agency_code": "990000-zfb",
    "agency_name": "清源县人民政府办公室",
    "form": "board",
    "place": "石盘镇政府公示栏",
    "shown_from": "2026-03-03",
    "shown_until": None,
    "number": 2,
    "registered_at": "2026-03-03T01:30:00Z",
    "photo_sha256": "",
    "photo_url": None,
}
