"""The store of files: whole or not at all, under a name nobody can make up."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import pytest
from hypothesis import (
    HealthCheck,
    given,
    settings as hypothesis_settings,
    strategies as st,
)

from disclosure_portal.foundation import store
from disclosure_portal.foundation.refusals import RefusedFile

CONTENT = "政务公开".encode()
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def files() -> list[Path]:
    root = store.path_of(DIGEST).parent.parent
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_file_lies_under_the_digest_of_its_content():
    stored = store.put([CONTENT[:5], CONTENT[5:]], max_bytes=100)

    assert stored == (DIGEST, len(CONTENT))
    assert store.exists(DIGEST)
    assert files() == [store.path_of(DIGEST)]
    assert store.path_of(DIGEST).parts[-2:] == (DIGEST[:2], DIGEST)
    with store.open_stored(DIGEST) as file:
        assert file.read() == CONTENT


def test_the_front_server_may_read_it_and_nobody_else():
    store.put([CONTENT], max_bytes=100)

    mode = stat.S_IMODE(store.path_of(DIGEST).stat().st_mode)
    assert mode == 0o640


def test_an_equal_file_is_kept_once_and_left_untouched():
    store.put([CONTENT], max_bytes=100)
    first = store.path_of(DIGEST).stat().st_ino

    store.put([CONTENT], max_bytes=100)

    assert store.path_of(DIGEST).stat().st_ino == first
    assert len(files()) == 1


def test_a_file_cut_short_by_a_failing_disk_is_mended():
    place = store.path_of(DIGEST)
    place.parent.mkdir(parents=True)
    place.write_bytes(CONTENT[:3])

    store.put([CONTENT], max_bytes=100)

    assert place.read_bytes() == CONTENT


def test_a_file_of_just_the_limit_is_taken():
    assert store.put([CONTENT], max_bytes=len(CONTENT)).size == len(CONTENT)


def test_a_file_beyond_the_limit_is_refused_and_leaves_nothing():
    taken = []

    def chunks():
        for number in range(10):
            taken.append(number)
            yield b"x" * 60

    with pytest.raises(RefusedFile):
        store.put(chunks(), max_bytes=100)

    assert taken == [0, 1]
    assert files() == []


def test_an_upload_that_breaks_off_leaves_nothing():
    def chunks():
        yield CONTENT
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.put(chunks(), max_bytes=100)

    assert files() == []


def test_nothing_is_visible_before_the_last_byte_is_written():
    seen = []

    def chunks():
        yield CONTENT
        seen.append(store.exists(DIGEST))

    store.put(chunks(), max_bytes=100)

    assert seen == [False]
    assert store.exists(DIGEST)


def test_a_crash_before_the_rename_leaves_the_name_free(monkeypatch):
    def crash(written, target):
        raise OSError("power failure")

    monkeypatch.setattr(Path, "replace", crash)

    with pytest.raises(OSError, match="power"):
        store.put([CONTENT], max_bytes=100)

    assert not store.exists(DIGEST)


def test_content_and_folder_are_durable_before_put_returns(monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(fd))

    store.put([CONTENT], max_bytes=100)

    assert len(synced) == 3  # the file, the new folder's parent, the folder


FORGED = {
    "empty": "",
    "short": "ab",
    "upwards": "../../etc/passwd",
    "absolute": "/etc/passwd",
    "capitals": DIGEST.upper(),
    "a line end behind": DIGEST + "\n",
    "no hexadecimal": "g" * 64,
    "full-width digits": "１" * 64,
    "a path of 64": "../" * 21 + "x",
}


@pytest.mark.parametrize("digest", FORGED.values(), ids=FORGED.keys())
@pytest.mark.parametrize("door", [store.path_of, store.exists, store.open_stored])
def test_a_forged_digest_opens_nothing(digest, door):
    with pytest.raises(ValueError, match="digest"):
        door(digest)


def test_an_unknown_digest_is_no_file():
    assert not store.exists("0" * 64)
    with pytest.raises(FileNotFoundError):
        store.open_stored("0" * 64)


@hypothesis_settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.binary(max_size=50), max_size=8))
def test_what_goes_in_comes_out(chunks):
    stored = store.put(chunks, max_bytes=1000)

    with store.open_stored(stored.digest) as file:
        content = file.read()
    assert content == b"".join(chunks)
    assert hashlib.sha256(content).hexdigest() == stored.digest
