"""PDF from a template of ours and data: no text becomes markup on the way."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
TEMPLATES = HERE / "typst_templates"
PROCESS = "disclosure_portal.foundation.typst_process"
# Raised whenever templates or font change: what was made before is made anew.
EDITION = 1
# A handbook of 300 guides takes a fraction of it.
TIMEOUT_SECONDS = 180
FONT_CHARACTERS = "gbk"
# Signs that the font has beyond GBK.
MORE_SIGNS = frozenset("√△▲○◆☆★€£¥㎡㎥½×÷±〇\u00a0\u2002\u2003\n")

logger = logging.getLogger(__name__)


class TypesettingFailed(RuntimeError):
    """The document could not be set; what the process said is in the log."""


def typeset(template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """The PDF of a template: same data and moment, same bytes."""
    asked = {
        "template": str(TEMPLATES / template),
        "fonts": str(FONTS),
        "data": data,
        "at": int(at.timestamp()),
    }
    done = subprocess.run(
        [sys.executable, "-m", PROCESS],
        input=json.dumps(asked, ensure_ascii=False).encode(),
        cwd=HERE.parent.parent,
        capture_output=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    if done.returncode:
        logger.error("%s: %s", template, done.stderr.decode(errors="replace"))
        raise TypesettingFailed(template)
    return done.stdout


def beyond_font(texts: Iterable[str]) -> str:
    """The characters that our own font lacks, each once: whether they are drawn
    depends on the fonts of the system."""
    found = dict.fromkeys("".join(texts))
    return "".join(char for char in found if not _is_in_font(char))


def _is_in_font(char: str) -> bool:
    try:
        char.encode(FONT_CHARACTERS)
    except UnicodeEncodeError:
        return char in MORE_SIGNS
    return char != "≒"
