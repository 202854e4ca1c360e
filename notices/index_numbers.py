"""Index numbers (信息索引号) from the site's pattern. Pure: no counter, no clock."""

from __future__ import annotations

import re
from datetime import date

FIELDS = {"org_code", "yyyy", "mm", "seq"}
_FIELD = re.compile(r"\{(\w+)(?::0(\d)d)?\}")


class BadPattern(ValueError):
    """A pattern that could not give unique numbers, or that names unknown fields."""


def check_pattern(pattern: str) -> None:
    """Raise BadPattern unless the pattern names the unit, the year and a serial."""
    names = {name for name, _width in _FIELD.findall(pattern)}
    if unknown := names - FIELDS:
        raise BadPattern(f"unknown: {', '.join(sorted(unknown))}")
    if missing := {"org_code", "yyyy", "seq"} - names:
        raise BadPattern(f"missing: {', '.join(sorted(missing))}")
    if "{" in _FIELD.sub("", pattern):
        raise BadPattern(f"not understood: {pattern}")


def counter_key(pattern: str, org_code: str, day: date) -> str:
    """Under what to count: per organisation and year, or month where it shows one."""
    period = f"{day:%Y%m}" if "{mm}" in pattern else f"{day:%Y}"
    return f"index:{org_code}:{period}"


def compose(pattern: str, org_code: str, day: date, serial: int) -> str:
    """11441700007280420Y/2026-00050 from its parts."""
    values = {"org_code": org_code, "yyyy": f"{day:%Y}", "mm": f"{day:%m}"}

    def fill(match: re.Match[str]) -> str:
        name, width = match.groups()
        return f"{serial:0{int(width or 1)}d}" if name == "seq" else values[name]

    return _FIELD.sub(fill, pattern)
