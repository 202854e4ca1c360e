"""Files that something newer has replaced: removed, unless anybody still has them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disclosure_portal.foundation import clock, store
from disclosure_portal.foundation.models import UnneededFile
from disclosure_portal.foundation.unneeded import (
    digest_columns,
    give_up,
    remove_unneeded,
)
from tests.factories import attachment, draft_notice
from tests.foundation.made_pdfs import pdf_of

pytestmark = pytest.mark.django_db


def kept(content: bytes) -> str:
    return store.put([content], max_bytes=1 << 20).digest


def after_two_days() -> str:
    with clock.frozen_at(clock.now() + timedelta(days=2)):
        return remove_unneeded()


def test_a_file_is_removed_after_a_day_and_then_forgotten():
    digest = kept(b"an old book")
    give_up([digest, "", digest])

    assert remove_unneeded().startswith("0 ")
    assert store.exists(digest)
    assert after_two_days().startswith("1 ")
    assert not store.exists(digest)
    assert not UnneededFile.objects.exists()


def test_a_file_that_somebody_has_attached_meanwhile_stays():
    content = pdf_of("HANDBOOK OF THE UNIT")
    digest = kept(content)
    give_up([digest])
    attachment(draft_notice(), name="指南.pdf", content=content)

    assert after_two_days().startswith("0 ")
    assert store.exists(digest)


def test_a_file_that_is_being_put_in_again_stays():
    digest = kept(b"an old book")
    with clock.frozen_at(clock.now() - timedelta(days=2)):
        give_up([digest])

    kept(b"an old book")  # its row is not written yet

    assert remove_unneeded().startswith("0 ")
    assert store.exists(digest)


def test_every_column_that_names_files_is_asked():
    columns = {f"{each.model.__name__}.{each.name}" for each in digest_columns()}

    assert columns >= {
        "NoticeAttachment.original_digest",
        "NoticeAttachment.public_digest",
        "ExtractedPart.content_digest",
        "RevisionCopy.digest",
        "Handbook.digest",
        "FloorPlan.digest",
        "Official.photo_digest",
    }
