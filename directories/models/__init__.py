"""Who the agencies are and who works there. Parts import in the order listed."""

from __future__ import annotations

from .agencies import (
    Agency,
    AgencyAlias,
    AgencyChange,
    AgencyKind,
    AgencyQuerySet,
    BranchSize,
    ChangeKind,
)
from .floor_plans import FloorPlan
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
from .standards import (
    Channel,
    DisclosureForm,
    DisclosureStage,
    IssueLevel,
    LimitState,
    StandardCatalogue,
    StandardItem,
    StandardLimit,
    StandardUpload,
)
from .systems import ApiToken, SourceSystem

__all__ = [
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
    "DisclosureForm",
    "DisclosureStage",
    "StandardUpload",
    "StandardLimit",
    "StandardItem",
    "StandardCatalogue",
    "LimitState",
    "IssueLevel",
    "Channel",
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
