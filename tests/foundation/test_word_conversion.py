"""Old Word documents are converted where the server can, or refused with advice."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile

import pytest
from django.utils import translation

from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.word import old_formats
from disclosure_portal.foundation.word.opening import open_word
from tests.foundation import made_files as made
from tests.word_documents import NEEDS_LIBREOFFICE, Word, as_doc, official

OLD = made.compound("WordDocument")
NOBODY = "65534"  # a port with as many digits as those that the system gives


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "chosen"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Put a program in LibreOffice's place, or none at all."""

    def install(script=""):
        folder = tmp_path / "programs"
        folder.mkdir()
        for name in ("sh", "cp", "mkdir", "tail"):
            (folder / name).symlink_to(shutil.which(name))
        if script:
            file = folder / old_formats.PROGRAM
            file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
            file.chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))

    return install


@pytest.mark.parametrize("name", ["旧.doc", "旧.wps"])
def test_without_libreoffice_the_advice_is_to_save_as_docx(old, program, name):
    program()

    with pytest.raises(RefusedFile, match=r"WPS or Word.*\.docx"):
        open_word(old, file_name=name)


@pytest.mark.parametrize("script", ["exit 1", "exit 0"])
def test_a_failed_conversion_is_refused_with_advice(old, program, script):
    program(script)

    with pytest.raises(RefusedFile, match="could not be converted"):
        open_word(old, file_name="坏.doc")


def test_a_conversion_that_takes_too_long_is_stopped_with_all_it_started(
    old, program, tmp_path, monkeypatch
):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    program(f"exec 3> {pipe}\necho started >&3\ntail -f /dev/null & wait")
    monkeypatch.setattr(old_formats, "SECONDS", 0.5)

    with pytest.raises(RefusedFile, match="could not be converted"):
        open_word(old, file_name="长.doc")

    # The pipe ends when the last process that holds it has ended.
    with os.fdopen(reading, "rb") as file:
        os.set_blocking(reading, True)
        assert file.read() == b"started\n"


def test_macros_are_refused_before_any_conversion(tmp_path, program):
    program("exit 1")
    path = tmp_path / "macro"
    path.write_bytes(made.compound("WordDocument", "_VBA_PROJECT"))

    with pytest.raises(RefusedFile, match="macros"):
        open_word(path, file_name="宏.doc")


# --- With LibreOffice itself --------------------------------------------------------


@NEEDS_LIBREOFFICE
@pytest.mark.parametrize("ending", ["doc", "wps"])
def test_an_old_document_is_read_as_its_new_form_is(tmp_path, ending):
    word = official(lambda word: word.table([["路线", "里程"], ["甲乙路", "3.2"]]))
    new = tmp_path / "new"
    new.write_bytes(word.content())
    old = tmp_path / "old"
    old.write_bytes(as_doc(word.content(), tmp_path))

    opened = open_word(old, file_name=f"旧.{ending}")

    expected = open_word(new, file_name="新.docx").text
    assert [b.text for b in opened.text.blocks] == [b.text for b in expected.blocks]
    assert [b.align for b in opened.text.blocks] == [b.align for b in expected.blocks]
    assert opened.extension == ending


@NEEDS_LIBREOFFICE
def test_what_an_old_document_hides_or_deleted_is_left_out(tmp_path):
    word = Word()
    word.line("正文")
    word.line("看不见的话", hidden=True)
    word.xml(
        '<w:p><w:del w:id="2" w:author="a" w:date="2026-01-01T00:00:00Z">'
        "<w:r><w:delText>删去的话</w:delText></w:r></w:del>"
        "<w:r><w:t>留下的话</w:t></w:r></w:p>"
    )
    old = tmp_path / "old"
    old.write_bytes(as_doc(word.content(), tmp_path))

    opened = open_word(old, file_name="旧.doc")

    assert [block.text for block in opened.text.blocks] == ["正文", "留下的话"]
    assert opened.text.noted == {"hidden": 1, "deletions": 1}


@NEEDS_LIBREOFFICE
def test_no_address_in_a_document_is_fetched(tmp_path):
    page = f'<p>正文</p><img src="http://127.0.0.1:{NOBODY}/x.png" width=9 height=9>'
    content = as_doc(page.encode(), tmp_path, ending="html")
    old = tmp_path / "old"

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        for code in ("ascii", "utf-16-le"):
            content = content.replace(NOBODY.encode(code), port.encode(code))
        old.write_bytes(content)
        opened = open_word(old, file_name="旧.doc")
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()

    assert [block.text for block in opened.text.blocks] == ["正文"]
    assert opened.text.noted == {"pictures": 1}


@NEEDS_LIBREOFFICE
def test_a_damaged_document_is_refused_with_advice(tmp_path):
    content = bytearray(as_doc(official().content(), tmp_path))
    for place in range(1600, len(content) - 600, 7):
        content[place] ^= 0x5A
    old = tmp_path / "old"
    old.write_bytes(content)

    with pytest.raises(RefusedFile, match="could not be converted"):
        open_word(old, file_name="坏.doc")


@NEEDS_LIBREOFFICE
def test_nothing_of_a_conversion_stays(tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    old = tmp_path / "old"
    old.write_bytes(as_doc(official().content(), tmp_path))

    open_word(old, file_name="旧.doc")

    assert list(temporary.iterdir()) == []
