"""What an order to import subsidies may ask for, and who may give it."""

from __future__ import annotations

import pytest

from directories.models import Role
from disclosure_portal.foundation.workflow import NotAllowed
from notices.mapping_files import BadMapping
from notices.models import Notice, Programme
from tests.factories import agency

from .importing import office
from .subsidy_importing import mapping_with, overseen_office, rules_of, take

pytestmark = pytest.mark.django_db


@pytest.fixture(name="office")
def an_office():
    return overseen_office()


# --- The programme --------------------------------------------------------------------


@pytest.mark.parametrize("dry_run", [True, False])
def test_who_oversees_nothing_makes_no_programme(dry_run):
    here = office()

    with pytest.raises(NotAllowed) as refused:
        take(here, dry_run=dry_run)

    told = str(refused.value)
    for named in (here.editor, Role.OVERSEER.label, here.unit):
        assert str(named) in told
    assert not Programme.objects.exists()


def test_nobody_makes_programmes_of_a_unit_that_others_oversee(office):
    agency("别的单位", code="990000-02")
    told = {**mapping_with()["programme"], "agency": "990000-02"}

    with pytest.raises(NotAllowed):
        take(office, mapping=mapping_with(programme=told))

    assert not Programme.objects.exists()


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_programme_without_a_basis_is_told_of_before_the_first_row(office, dry_run):
    told = {**mapping_with()["programme"], "bases": " "}

    with pytest.raises(BadMapping):
        take(office, mapping=mapping_with(programme=told), dry_run=dry_run)

    assert not Notice.objects.exists()


def test_drafts_may_wait_for_the_basis_of_their_programme(office):
    told = {**mapping_with()["programme"], "bases": ""}

    _done, results = take(office, mapping=mapping_with(programme=told), approver=None)

    assert rules_of(results) == {"unsigned": 7, "same_row": 1}
