"""The figures of each corpus, kept as small JSON files beside the bench. Pure files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"


def keep(name: str, record: dict[str, Any]) -> None:
    """Put a record in the place of the last one of this name."""
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(_short(record), ensure_ascii=False, indent=1)
    (FOLDER / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


def read(name: str) -> dict[str, Any] | None:
    path = FOLDER / f"{name}.json"
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def corpora() -> Iterator[dict[str, Any]]:
    """The records of measured corpora: the smallest first, SQLite before PostgreSQL."""
    found = [read(path.stem) for path in FOLDER.glob("*-notices_*.json")]
    records = [record for record in found if record]
    yield from sorted(
        records, key=lambda each: (each["size"], each["database"] != "sqlite")
    )


def _short(value: Any) -> Any:
    """Four digits say all that a measurement knows."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {key: _short(each) for key, each in value.items()}
    return [_short(each) for each in value] if isinstance(value, list) else value
