"""Reading open data as a program would."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.test import Client


def body(client: Client, address: str, **query: str) -> str:
    answer: Any = client.get(address, query)
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content).decode()


def records(client: Client, code: str, **query: str) -> list[dict[str, Any]]:
    """The rows of one answer, from NDJSON."""
    text = body(client, f"/data/{code}.ndjson", **query)
    return [json.loads(line) for line in text.splitlines()]


def table(client: Client, code: str, **query: str) -> list[dict[str, str]]:
    """The rows of one answer, from CSV."""
    text = body(client, f"/data/{code}.csv", **query)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))
