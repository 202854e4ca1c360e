"""Who the agencies are and who works there. Parts import in the order listed."""

from __future__ import annotations

from .adoption_runs import AdoptionRun
from .agencies import (
    Agency,
    AgencyAlias,
    AgencyChange,
    AgencyKind,
    AgencyQuerySet,
    BranchSize,
    ChangeKind,
)
from .catalogues import (
    OPEN_STATUSES,
    Catalogue,
    CatalogueEntry,
    CatalogueItem,
    CatalogueStatus,
)
from .duty_rules import CadenceKind, DutyRule, SpanChoice, UnitChoice, columns_of
from .floor_plans import FloorPlan
from .guides import (
    ELEMENTS,
    OPEN_GUIDES,
    DisclosureGuide,
    DisclosureGuideQuerySet,
    GuideStatus,
    element_name,
)
from .legal_bases import BasisValidity, LegalBasis
from .memberships import Employment, Membership, Role
from .officials import GroupKind, GroupMember, Official, OfficialKind, WorkingGroup
from .promises import (
    FormerPromise,
    PromiseUnit,
    ServicePromise,
    ServicePromiseQuerySet,
)
from .service_items import (
    ExerciseLevel,
    LimitUnit,
    PointKind,
    ServiceItem,
    ServiceItemQuerySet,
    ServiceKind,
    ServicePoint,
    ServicePointQuerySet,
)
from .sheet_uploads import ServiceUpload, SheetUpload, StandardUpload
from .slots import DueChange, DutyEvent, Slot, SlotQuerySet, SlotSort
from .standards import (
    Channel,
    DisclosureForm,
    DisclosureStage,
    IssueLevel,
    LimitState,
    StandardCatalogue,
    StandardItem,
    StandardLimit,
)
from .systems import ApiToken, SourceSystem

__all__ = [
    "DisclosureGuide",
    "DisclosureGuideQuerySet",
    "ELEMENTS",
    "GuideStatus",
    "OPEN_GUIDES",
    "element_name",
    "CadenceKind",
    "Catalogue",
    "CatalogueEntry",
    "CatalogueItem",
    "CatalogueStatus",
    "DueChange",
    "DutyEvent",
    "DutyRule",
    "OPEN_STATUSES",
    "Slot",
    "SlotQuerySet",
    "SlotSort",
    "SpanChoice",
    "UnitChoice",
    "columns_of",
    "ExerciseLevel",
    "FormerPromise",
    "LimitUnit",
    "PointKind",
    "PromiseUnit",
    "ServiceItem",
    "ServiceItemQuerySet",
    "ServiceKind",
    "ServicePoint",
    "ServicePointQuerySet",
    "ServicePromise",
    "ServicePromiseQuerySet",
    "ServiceUpload",
    "SheetUpload",
    "DisclosureForm",
    "DisclosureStage",
    "StandardUpload",
    "StandardLimit",
    "StandardItem",
    "StandardCatalogue",
    "LimitState",
    "IssueLevel",
    "Channel",
    "AdoptionRun",
    "Agency",
    "AgencyAlias",
    "AgencyChange",
    "AgencyKind",
    "AgencyQuerySet",
    "ApiToken",
    "BasisValidity",
    "BranchSize",
    "ChangeKind",
    "Employment",
    "FloorPlan",
    "GroupKind",
    "GroupMember",
    "LegalBasis",
    "Membership",
    "Official",
    "OfficialKind",
    "Role",
    "SourceSystem",
    "WorkingGroup",
]
