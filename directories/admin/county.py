"""Rows that concern the whole county: the trail, outgoing mail, the work calendar."""

from __future__ import annotations

from django.contrib import admin

from disclosure_portal.foundation.admin import (
    CalendarOverrideAdmin,
    ConfirmedYearAdmin,
    OldAddressAdmin,
    OutgoingMailAdmin,
    SearchWordsAdmin,
)
from disclosure_portal.foundation.models import (
    AuditEntry,
    CalendarOverride,
    ConfirmedYear,
    OldAddress,
    OutgoingMail,
    PromotedAnswer,
    SynonymGroup,
)
from disclosure_portal.foundation.trail_admin import AuditEntryAdmin

from ..branch_admin import CountyWide
from .trail_units import BranchFilter


@admin.register(AuditEntry)
class CountyTrailAdmin(CountyWide, AuditEntryAdmin):
    list_filter = [*AuditEntryAdmin.list_filter, BranchFilter]


@admin.register(OutgoingMail)
class CountyMailAdmin(CountyWide, OutgoingMailAdmin):
    pass


@admin.register(CalendarOverride)
class CountyCalendarAdmin(CountyWide, CalendarOverrideAdmin):
    pass


@admin.register(ConfirmedYear)
class CountyConfirmedYearAdmin(CountyWide, ConfirmedYearAdmin):
    pass


@admin.register(OldAddress)
class CountyOldAddressAdmin(CountyWide, OldAddressAdmin):
    pass


@admin.register(SynonymGroup)
class CountySynonymsAdmin(CountyWide, SearchWordsAdmin):
    list_display = ["__str__"]
    search_fields = ["words"]


@admin.register(PromotedAnswer)
class CountyPromotedAnswersAdmin(CountyWide, SearchWordsAdmin):
    list_display = ["title", "address", "starts_on", "ends_on"]
    search_fields = ["words", "title"]
