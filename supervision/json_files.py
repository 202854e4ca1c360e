"""A document of JSON, to be kept as a file."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse


def json_file(document: dict[str, Any], name: str) -> HttpResponse:
    text = orjson.dumps(document, option=orjson.OPT_INDENT_2)
    response = HttpResponse(text + b"\n", "application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response
