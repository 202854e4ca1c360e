"""What is public of inspections and orders, altered behind the portal, is named."""

from __future__ import annotations

from typing import Any

import pytest

from notices.register_checking import record_registers, register_findings
from supervision.models import (
    Checklist,
    FrozenProof,
    Indicator,
    InspectionRound,
    OrderPublication,
    RoundUnit,
    UnitRating,
    YearAssessment,
    YearResult,
    YearShare,
)

from ..factories.inspections import published_round
from ..factories.orders import published_order
from ..factories.supervision_checklists import published_checklist
from ..factories.years import published_year
from .test_round_trail import BOUND

pytestmark = pytest.mark.django_db

ALTERED: dict[Any, dict[str, Any]] = {
    Checklist: {"title": "改"},
    Indicator: {"title": "改"},
    InspectionRound: {"title": "改"},
    RoundUnit: {"group": "改"},
    UnitRating: {"grade": "改"},
    FrozenProof: {"value": "99"},
    OrderPublication: {"fault": "改"},
    YearAssessment: {"title": "改"},
    YearShare: {"full": "99"},
    YearResult: {"grade": "改"},
}


def findings() -> list[str]:
    return [str(each) for each in register_findings(lambda _count: None)]


@pytest.mark.parametrize("model", ALTERED, ids=lambda model: model.__name__)
def test_a_row_altered_behind_the_portal_is_named(model: Any) -> None:
    bound = published_checklist(indicators=BOUND)
    published_year(1, rounds=[published_round(1, checklist=bound)])
    published_order()
    record_registers()
    assert findings() == []

    row = model.objects.first()
    model.objects.filter(pk=row.pk).update(**ALTERED[model])

    (told,) = findings()
    assert str(model._meta.verbose_name) in told


# On which nothing else hangs.
LAST = [UnitRating, FrozenProof, OrderPublication, YearShare, YearResult]


@pytest.mark.parametrize("model", LAST, ids=lambda model: model.__name__)
def test_a_row_taken_away_behind_the_portal_is_named(model: Any) -> None:
    bound = published_checklist(indicators=BOUND)
    published_year(1, rounds=[published_round(1, checklist=bound)])
    published_order()
    row = model.objects.order_by("-pk").first()

    model.objects.filter(pk=row.pk)._raw_delete(model.objects.db)

    assert any(str(model._meta.verbose_name) in told for told in findings())
