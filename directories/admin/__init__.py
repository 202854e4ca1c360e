"""The pages of units, their people and their roles, and of the whole county's rows."""

from __future__ import annotations

from . import (
    agencies,
    catalogues,
    county,
    disclosure_guides,
    floor_plans,
    legal_bases,
    memberships,
    officials,
    promises,
    service_items,
    standards,
    tokens,
    users,
)

__all__ = [
    "agencies",
    "catalogues",
    "county",
    "disclosure_guides",
    "floor_plans",
    "legal_bases",
    "memberships",
    "officials",
    "promises",
    "service_items",
    "standards",
    "tokens",
    "users",
]
