"""Adoption for many units by a job: told while it runs, resumed, never half a unit."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from directories import adopting, adoption_runs
from directories.adoption_runs import RUNS_KEPT, begin_run, go_on, resume_runs
from directories.catalogue_editions import hand_in, open_edition
from directories.models import (
    AdoptionRun,
    AgencyKind,
    CatalogueEntry,
    CatalogueItem,
    Role,
    StandardCatalogue,
    StandardItem,
)
from directories.standard_defaults import load
from disclosure_portal.foundation import clock
from tests.factories import agency, member
from tests.factories.directories import county
from tests.factories.ledger import entry

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:directories_catalogue_adopt")


class Killed(BaseException):
    """What ends a worker in the middle of its work."""


@pytest.fixture
def office():
    return member(Role.OVERSEER, county(), is_staff=True)


@pytest.fixture
def items():
    load()
    return list(StandardItem.objects.select_related("catalogue"))


@pytest.fixture
def units():
    return [agency(kind=AgencyKind.TOWNSHIP) for _each in range(3)]


@pytest.fixture
def long(monkeypatch):
    """As if a few entries took long."""
    monkeypatch.setattr(adoption_runs, "AT_ONCE", 50)


@pytest.fixture
def later(settings):
    """Jobs are only put in the queue."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
    }


def killed_at(monkeypatch, number):
    """The worker dies when it has written half of this unit."""
    turns = iter(range(1, 100))
    whole = adopting._duties

    def dying(*args):
        made = whole(*args)
        if next(turns) == number:
            raise Killed
        return made

    monkeypatch.setattr(adopting, "_duties", dying)


def apply(client):
    catalogues = list(StandardCatalogue.objects.values_list("pk", flat=True))
    asked = {"catalogues": catalogues, "agency": county().pk, "kinds": ["township"]}
    return client.post(PAGE, {**asked, "apply": "1"})


def counts(units):
    return [
        CatalogueEntry.objects.filter(catalogue__agency=unit).count() for unit in units
    ]


@pytest.mark.usefixtures("long")
def test_what_takes_long_goes_to_a_page_that_tells_how_far_it_is(
    client, items, office, units
):
    client.force_login(office)

    answer = apply(client)
    run = AdoptionRun.objects.get()
    page = client.get(answer.url)

    assert answer.url == reverse("admin:directories_catalogue_adoption", args=[run.pk])
    assert counts(units) == [30, 30, 30]
    assert (page.context["done"], page.context["total"]) == (3, 3)
    assert page.context["added"] == 90
    assert all(str(unit) in page.text for unit in units)


@pytest.mark.usefixtures("items", "units")
def test_what_takes_a_moment_is_done_at_once(client, office):
    client.force_login(office)

    answer = apply(client)

    assert answer.url == reverse("admin:directories_catalogue_changelist")
    assert not AdoptionRun.objects.exists()


@pytest.mark.usefixtures("long", "later", "items", "units")
def test_before_the_job_begins_the_page_says_so_and_leads_on(client, office):
    client.force_login(office)

    page = client.get(apply(client).url)

    assert (page.context["done"], page.context["total"]) == (0, 3)
    assert "进行中" in page.text
    assert f'href="{page.request["PATH_INFO"]}"' in page.text


@pytest.mark.usefixtures("later")
def test_a_run_is_shown_to_whom_asked_for_it_alone(client, items, office, units):
    run = begin_run(items, units, by=office)
    address = reverse("admin:directories_catalogue_adoption", args=[run.pk])

    client.force_login(member(Role.OVERSEER, county(), is_staff=True))
    assert client.get(address).status_code == 404
    client.force_login(member(Role.READER, agency(), is_staff=True))
    assert client.get(address).status_code in (403, 404)


@pytest.mark.usefixtures("later")
def test_a_run_that_dies_leaves_no_half_unit_and_goes_on_from_there(
    items, office, units, monkeypatch
):
    run = begin_run(items, units, by=office)
    with monkeypatch.context() as patched:
        killed_at(patched, 2)
        with pytest.raises(Killed):
            go_on.func(run.pk)

    run.refresh_from_db()
    assert counts(units) == [30, 0, 0]
    assert CatalogueItem.objects.count() == 30
    assert (len(run.outcomes), run.finished_at) == (1, None)

    assert go_on.func(run.pk) == "3/3"
    run.refresh_from_db()
    assert counts(units) == [30, 30, 30]
    assert [each["added"] for each in run.outcomes] == [30, 30, 30]
    assert run.finished_at


@pytest.mark.usefixtures("later")
def test_a_run_that_lost_its_worker_is_started_again_once(items, office, units):
    run = begin_run(items, units, by=office)

    assert resume_runs() == "0 adoptions started again"
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=False):
        assert resume_runs() == "1 adoptions started again"
        assert resume_runs() == "0 adoptions started again"
    assert AdoptionRun.objects.get().pk == run.pk


def test_a_finished_run_does_nothing_again_and_is_forgotten(items, office, units):
    run = begin_run(items, units, by=office)

    assert go_on.func(run.pk) == "nothing to do"
    with time_machine.travel(clock.now() + RUNS_KEPT + timedelta(days=1), tick=False):
        resume_runs()
    assert not AdoptionRun.objects.exists()
    assert go_on.func(run.pk) == "nothing to do"


def test_refused_units_and_double_codes_are_told_and_stop_nobody(items, office, units):
    away, coded, fresh = units
    clerk = member(Role.EDITOR, away)
    entry(open_edition(away, by=clerk), by=clerk)
    hand_in(open_edition(away, by=clerk), by=clerk)
    entry(open_edition(coded, by=office), by=office, code=items[0].code)

    run = begin_run(items, units, by=office)

    run.refresh_from_db()
    first, second, third = run.outcomes
    assert first["refused"]
    assert (second["added"], second["doubles"]) == (30, [items[0].code])
    assert (third["added"], third["refused"]) == (30, "")
    assert counts([fresh]) == [30]


def test_the_command_moves_its_bar_unit_by_unit(items, office, units, monkeypatch):
    moved = []

    class Bar:
        def __init__(self, total, **_looks):
            moved.append(total)

        def __enter__(self):
            return self

        def __exit__(self, *_what):
            pass

        def update(self):
            moved.append(1)

    monkeypatch.setattr("directories.management.commands.adopt_items.tqdm", Bar)
    args = ["--catalogue", "regulation", "--agency", county().code]
    args += ["--kind", "township", "--by", office.username]
    call_command("adopt_items", *args, stdout=StringIO())

    assert moved == [3, 1, 1, 1]
