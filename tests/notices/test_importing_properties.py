"""Whatever a file holds: taken + refused + repeated = all; a rerun takes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import given, settings, strategies as st

from notices.import_addresses import mend
from notices.import_outcomes import Outcome
from notices.models import Notice, NoticeStatus

from .importing import office

pytestmark = pytest.mark.django_db

CELLS = st.one_of(
    st.sampled_from(["", "通知", "2024-01-15", "2023-02-30", "2199-01-01", "附件.doc"]),
    st.sampled_from(["https://old.example.gov.cn/1", "https://a.cnhttps://b.cn/x"]),
    st.text(max_size=30),
    st.none(),
    st.integers(),
    st.booleans(),
    st.lists(st.text(max_size=10), max_size=3),
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {name: CELLS for name in ("标题", "日期", "正文", "网址", "附件")}
    ),
    min_size=1,
    max_size=8,
)


@given(rows=ROWS)
@settings(max_examples=25, deadline=None)
def test_every_row_has_one_outcome_and_is_taken_once(rows, tmp_path_factory):
    with undone():
        place, folder = office(), tmp_path_factory.mktemp("rows")

        dry, decided = place.take_rows(folder, rows, dry_run=True)
        counts, found = place.take_rows(folder, rows)
        again, _repeated = place.take_rows(folder, rows)

        assert [result.line for result in found] == list(range(1, len(rows) + 1))
        assert [result.rule for result in decided] == [each.rule for each in found]
        assert counts.outcomes.total() == len(rows)
        assert counts.outcomes[Outcome.TAKEN] == Notice.objects.count()
        assert not Notice.objects.filter(status=NoticeStatus.IN_REVIEW).exists()
        assert again.outcomes[Outcome.TAKEN] == 0
        assert again.outcomes[Outcome.REFUSED] == counts.outcomes[Outcome.REFUSED]


@given(text=st.one_of(st.text(), st.from_regex(r"https?://[^ ]{0,40}")))
def test_an_address_is_whole_or_nothing_and_mending_it_again_changes_nothing(text):
    mended = mend(text)

    assert mended == "" or mended.lower().startswith(("http://", "https://"))
    assert mend(mended) == mended
    assert not set(mended) & set('"<> \n\t')


@contextmanager
def undone() -> Iterator[None]:
    """A block whose writes are taken back: an example must not see the one before."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
