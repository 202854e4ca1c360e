"""Grades as lines of text, a line for each: 优秀 90; by quota 优秀 3 or 优秀 20%."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, DecimalException
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..checklist_tree import written


def grade_lines(text: str, *, percent: bool = False) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if not line.strip():
            continue
        grade, _blank, figure = line.strip().rpartition(" ")
        bare = figure.removesuffix("%") if percent else figure
        try:
            number = Decimal(bare)
            if not grade or not number.is_finite():
                raise ValueError
        except (DecimalException, ValueError):
            raise forms.ValidationError(
                _("A line has a grade and a figure: %s") % line.strip()
            ) from None
        yield grade.strip(), figure


def quota_of(grade: str, figure: str) -> dict[str, Any]:
    if figure.endswith("%"):
        share = Decimal(figure.removesuffix("%")) / 100
        return {"grade": grade, "share": written(share)}
    return {"grade": grade, "number": int(Decimal(figure))}


def band_text(bands: list[dict[str, str]], figure: str) -> str:
    return "\n".join(f"{band['grade']} {band[figure]}" for band in bands)


def quota_text(quota: Mapping[str, Any]) -> str:
    if quota.get("share") is not None:
        return f"{quota['grade']} {written(Decimal(quota['share']) * 100)}%"
    return f"{quota['grade']} {quota.get('number')}"
