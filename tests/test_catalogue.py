"""Whatever a reader sees is translated: the catalogue is whole and compiled."""

from __future__ import annotations

import gettext
import io
import os
import shutil
import subprocess
import sys

import pytest

from . import house

pytestmark = pytest.mark.once

CATALOGUE = house.ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


@pytest.fixture(scope="module", autouse=True)
def gettext_tools():
    if shutil.which("xgettext"):
        return
    if os.environ.get("CI") == "true":
        pytest.fail("CI needs gettext and found none")
    pytest.skip("gettext is not installed")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """The texts that stand in the source now, as a catalogue without translations."""
    copy = tmp_path_factory.mktemp("source")
    (copy / "locale").mkdir()
    for path in house.files("*", *house.ROOMS, "templates"):
        target = copy / path.relative_to(house.ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    # Without settings it writes into the copy, not into the catalogue itself.
    environment = {**os.environ}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "zh_Hans"],
        cwd=copy,
        env=environment,
        check=True,
        capture_output=True,
    )
    return copy / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def answer_of(*command):
    return subprocess.run(command, capture_output=True, check=False)


def test_every_text_of_the_source_is_in_the_catalogue(extracted):
    answer = answer_of("msgcmp", "--use-untranslated", str(CATALOGUE), str(extracted))

    assert answer.returncode == 0, answer.stderr.decode()


@pytest.mark.parametrize("flaw", ["--untranslated", "--only-fuzzy"])
def test_no_text_is_left_in_english(flaw):
    answer = answer_of("msgattrib", "--no-obsolete", "--no-wrap", flaw, str(CATALOGUE))

    assert answer.returncode == 0, answer.stderr.decode()
    assert answer.stdout.decode() == ""


def test_the_compiled_catalogue_is_up_to_date():
    compiled = answer_of("msgfmt", "--check-format", "-o", "-", str(CATALOGUE))

    assert compiled.returncode == 0, compiled.stderr.decode()
    kept = texts(CATALOGUE.with_suffix(".mo").read_bytes())
    assert kept == texts(compiled.stdout)


def texts(compiled):
    catalogue = gettext.GNUTranslations(io.BytesIO(compiled))
    return {key: text for key, text in vars(catalogue)["_catalog"].items() if key}
