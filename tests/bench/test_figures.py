"""What the bench makes of seconds, and how it writes its page."""

from __future__ import annotations

import pytest

from bench import loader, report
from bench.footprint import unshared_mib
from bench.goals import Goal, Ratio, flatness
from bench.loader import Target
from bench.profile import OTHER, layer_of


class Answers:
    """An application that notes what it was asked."""

    def __init__(self, status="200 OK"):
        self.status = status
        self.asked = []

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        start_response(self.status, [("ETag", '"1"')])
        return Body([b"text"])


class Body(list):
    def close(self):
        pass


def test_targets_are_asked_in_turn_and_their_addresses_by_turns(monkeypatch):
    monkeypatch.setattr(loader, "WARM_UP", 0)
    answers = Answers()
    targets = [Target("one", ["/a/"]), Target("two", ["/b/", "/c/"])]

    loader.measure(answers, targets, rounds=1, requests=2)

    assert answers.asked[-4:] == ["/a/", "/b/", "/a/", "/c/"]


def test_an_answer_that_was_not_expected_stops_the_bench():
    with pytest.raises(RuntimeError, match="one: /a/ answers 500"):
        loader.measure(
            Answers("500 No"), [Target("one", ["/a/"])], rounds=1, requests=1
        )


def test_the_best_round_counts():
    figures = loader.measure(Answers(), [Target("one", ["/a/"])], rounds=3, requests=5)[
        "one"
    ]

    assert len(figures.rounds) == 3
    assert figures.per_second == max(figures.rounds)
    assert figures.p50 <= figures.p95 <= figures.p99


def test_a_ratio_shows_its_spread():
    goal = Goal(1, "a / b", "a", "b", 0.9)
    targets = {
        "a": {"per_second": 90.0, "rounds": [80.0, 90.0]},
        "b": {"per_second": 100.0, "rounds": [100.0, 90.0]},
    }

    ratio = goal.ratio(targets)

    assert ratio == Ratio(value=0.9, least=0.8, most=1.0)
    assert goal.ratio({"a": targets["a"]}) is None


def test_growth_leaves_out_how_much_slower_the_machine_was():
    small = {"list": {"p95_spent": 2.0}, "mem list": {"p95_spent": 1.0}}
    large = {"list": {"p95_spent": 5.0}, "mem list": {"p95_spent": 2.0}}

    assert flatness(small, large, "list") == 1.25


def test_tables_go_between_the_markers_and_other_text_stays():
    page = f"Before\n{report.BEGIN}\nold\n{report.END}\nAfter\n"

    renewed = report.renewed(page, "new")

    assert renewed == f"Before\n{report.BEGIN}\n\nnew\n{report.END}\nAfter\n"
    assert report.renewed(renewed, "new") == renewed


def test_a_page_without_markers_is_not_written():
    with pytest.raises(ValueError, match="markers"):
        report.renewed("Before", "new")


def test_memory_is_what_nobody_shares():
    rollup = (
        "55f0-7ff0 ---p 00000000 00:00 0 [rollup]\nRss: 90000 kB\n"
        "Private_Clean: 1024 kB\nPrivate_Dirty: 2048 kB\nSwap: 0 kB\n"
    )

    assert unshared_mib(rollup) == 3.0


@pytest.mark.parametrize(
    ("function", "layer"),
    [
        (("/x/django/db/models/query.py", 1, "get"), "ORM"),
        (("/x/django/db/backends/utils.py", 1, "execute"), "connection"),
        (("~", 0, "<method 'execute' of 'sqlite3.Cursor' objects>"), "database driver"),
        (("/x/notices/listing.py", 1, "filtered"), "the portal"),
        (("~", 0, "<built-in method builtins.len>"), OTHER),
    ],
)
def test_each_function_has_its_layer(function, layer):
    assert layer_of(function) == layer
