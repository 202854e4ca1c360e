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
from .legal_bases import BasisValidity, LegalBasis
from .memberships import Employment, Membership, Role
from .officials import GroupKind, GroupMember, Official, OfficialKind, WorkingGroup
from .systems import ApiToken, SourceSystem

__all__ = [
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
