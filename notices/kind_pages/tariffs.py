"""What a fee costs, in words that name its unit: 5元/辆·小时."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from disclosure_portal.foundation.spreadsheets.columns import by_code

from ..structures.fees import COLUMNS
from .printed import printed

AMOUNT = by_code(COLUMNS)["amount"]
# 5, 1,200.50, 10-20, 0.60元, 1.5万元: a price to which only its unit is to be added.
PRICE = re.compile(r"[\d,.]+(?:\s*[-—–~～至]\s*[\d,.]+)?\s*(?P<currency>万?元)?")
# 元/件 as a unit of charge; 价款的% is none.
PRICED_UNIT = re.compile(r"万?元(?:/|／|每).+")


def standard_in_words(line: Mapping[str, Any]) -> str:
    """The tariff as it was written, with the unit of charge where its words leave it
    out; the sum for a unit on a line of its own where they don't say it."""
    words, unit = str(line["standard"]), str(line["unit_of_charge"] or "")
    amount = printed(AMOUNT, line["amount"])
    if amount and amount.replace(",", "") not in words.replace(",", ""):
        return f"{words}\n{_priced(amount, '元', unit)}".strip()
    if not words or (unit and unit in words):
        return words
    price = PRICE.fullmatch(words.strip())
    if price and (unit or amount) and "%" not in unit:
        currency = price["currency"]
        return _priced(words.strip().removesuffix(currency or ""), currency, unit)
    if not unit:
        return words
    return _("%(standard)s (charged by: %(unit)s)") % {"standard": words, "unit": unit}


def _priced(number: str, currency: str | None, unit: str) -> str:
    if PRICED_UNIT.fullmatch(unit):
        return f"{number}{unit}"
    price = f"{number}{currency or '元'}"
    return f"{price}/{unit}" if unit else price
