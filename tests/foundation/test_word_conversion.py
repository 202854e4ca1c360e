"""Old Word documents are converted where the server can, or refused with advice."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest
from django.utils import translation

from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.word import old_formats
from disclosure_portal.foundation.word.opening import open_word
from tests.foundation import made_files as made
from tests.word_documents import Word

OLD = made.compound("WordDocument")


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


def test_what_the_program_makes_is_read(old, program, tmp_path):
    word = Word()
    word.line("旧文")
    made_file = tmp_path / "made.docx"
    made_file.write_bytes(word.content())
    program(
        f'for last; do :; done\n[ -s "$last" ] && mkdir -p made\n'
        f'cp "{made_file}" made/source.docx'
    )

    opened = open_word(old, file_name="旧.wps")

    assert [block.text for block in opened.text.blocks] == ["旧文"]
    assert opened.extension == "wps"


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


@pytest.mark.skipif(
    shutil.which(old_formats.PROGRAM) is None, reason="LibreOffice is not installed"
)
def test_libreoffice_converts_a_document_there_and_back(tmp_path):
    word = Word()
    word.line("旧格式的通知", align="center")
    (tmp_path / "made.docx").write_bytes(word.content())
    subprocess.run(
        [
            *(old_formats.PROGRAM, "--headless", "--convert-to", "doc"),
            *(f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",),
            *("--outdir", str(tmp_path), str(tmp_path / "made.docx")),
        ],
        check=True,
        capture_output=True,
    )

    opened = open_word(tmp_path / "made.doc", file_name="旧.doc")

    assert [block.text for block in opened.text.blocks] == ["旧格式的通知"]
    assert opened.extension == "doc"
