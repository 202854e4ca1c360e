"""Reference data: added where missing, never overwritten."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from disclosure_portal.foundation import defaults
from disclosure_portal.foundation.models import ConfirmedYear, SiteState, SynonymGroup

pytestmark = pytest.mark.django_db


def test_an_empty_portal_gets_all_of_it(capsys):
    call_command("load_defaults")

    years = ConfirmedYear.objects.values_list("year", flat=True)
    assert list(years) == [2025, 2026]
    assert SiteState.objects.count() == 1
    assert capsys.readouterr().out == (
        f"{5 + 31 + 362 + 21 + SynonymGroup.objects.count() + 24 + 135} rows added\n"
    )


def test_a_second_time_adds_nothing():
    defaults.load()

    assert defaults.load() == 0


def test_what_somebody_changed_stays_as_it_is():
    ConfirmedYear.objects.create(year=2025, source="省政府办公厅通知")
    SiteState.objects.create(pk=1, name="清源县人民政府")

    defaults.load()

    assert ConfirmedYear.objects.get(year=2025).source == "省政府办公厅通知"
    assert SiteState.objects.get().name == "清源县人民政府"
