"""What is uploaded or opened for reading leaves nothing behind a killed process."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from disclosure_portal.foundation.nameless_files import (
    NamelessUploadHandler,
    in_memory,
)

CONTENT = "姓名,身份证号".encode()


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """The folder of temporary files, empty."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_what_is_opened_in_memory_is_read_by_its_path_and_has_no_name(temporary):
    with in_memory(CONTENT) as path:
        read = path.read_bytes()
        found = list(temporary.iterdir())

    assert read == CONTENT
    assert found == []


def test_after_reading_nothing_of_it_can_be_opened():
    with in_memory(CONTENT) as path:
        pass

    assert not path.exists() or path.read_bytes() != CONTENT


def test_an_upload_too_large_for_memory_has_no_name(temporary):
    handler = NamelessUploadHandler()
    handler.new_file("sheet", "名单.csv", "text/csv", len(CONTENT))
    handler.receive_data_chunk(CONTENT, 0)

    upload = handler.file_complete(len(CONTENT))

    assert list(temporary.iterdir()) == []
    assert b"".join(upload.chunks()) == CONTENT
    assert (upload.name, upload.size) == ("名单.csv", len(CONTENT))


def test_an_upload_that_breaks_off_is_closed(temporary):
    handler = NamelessUploadHandler()
    handler.new_file("sheet", "名单.csv", "text/csv", len(CONTENT))

    handler.upload_interrupted()

    assert handler.file.closed
