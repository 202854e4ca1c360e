"""Reading the log of an availability probe, line by line. Pure.

Each line is one visit: when, of which address, and how it was answered. Logs differ in
names and in how they write a moment, an answer and a duration; docs/data-import.md
lists what is understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from .site_vetoes import SECONDS_TO_OPEN

LOCAL = ZoneInfo("Asia/Shanghai")
TIME = ("time", "timestamp", "时间", "监测时间", "检测时间", "访问时间", "拨测时间")
ADDRESS = ("address", "url", "URL", "网址", "地址", "监测地址", "站点地址")
STATUS = ("status", "code", "状态", "状态码", "HTTP状态码", "响应码", "结果")
DURATION = (
    *("milliseconds", "ms", "duration", "elapsed", "毫秒", "耗时", "响应时间"),
    *("耗时(ms)", "响应时间(ms)", "响应时间(毫秒)", "耗时（毫秒）", "响应时间（毫秒）"),
    *("响应时间(秒)", "响应时间（秒）", "耗时(秒)", "耗时（秒）"),
)
OPEN_WORDS = {"ok", "up", "success", "正常", "成功", "可访问"}
FAILED_WORDS = {
    *("timeout", "down", "error", "fail", "failed", "超时", "失败", "异常"),
    *("不可访问", "无法访问", "连接失败", "-", "—"),
}
DIGITS = re.compile(r"\d{1,3}")
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|毫秒|s|秒)?", re.IGNORECASE)
MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]?\s*"
    r"(\d{1,2})[:时](\d{1,2})分?(?::?(\d{1,2}))?秒?(?:\.\d+)?"
)
EPOCH = re.compile(r"1\d{9}(?:\d{3})?")


class LineFault(Enum):
    """Why a line is not counted."""

    NO_MOMENT = "no_moment"
    FUTURE = "future"
    OTHER_SITE = "other_site"
    NO_ANSWER = "no_answer"


class BadLine(Exception):
    def __init__(self, fault: LineFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class ProbeVisit:
    at: datetime
    address: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class ProbeColumns:
    """The names under which a file has what is needed; an empty one is not there."""

    time: str
    address: str
    status: str
    duration: str


def columns_of(names: Sequence[str]) -> ProbeColumns | None:
    """None for a file that lacks the time, the address, or any word of the answer."""
    found = [_one_of(names, known) for known in (TIME, ADDRESS, STATUS, DURATION)]
    time, address, status, duration = found
    if not time or not address or not (status or duration):
        return None
    return ProbeColumns(time, address, status, duration)


def _one_of(names: Sequence[str], known: Sequence[str]) -> str:
    return next((name for name in known if name in names), "")


def read_visit(
    cells: Mapping[str, object], columns: ProbeColumns, host: str, now: datetime
) -> ProbeVisit:
    """Raises BadLine."""
    text = {
        name: str(cells.get(name) or "").strip()
        for name in (columns.time, columns.address, columns.status, columns.duration)
    }
    at = _moment(text[columns.time])
    if at > now:
        raise BadLine(LineFault.FUTURE)
    address = text[columns.address]
    if not _is_of(host, address):
        raise BadLine(LineFault.OTHER_SITE)
    is_open = _is_open(
        text.get(columns.status, ""), text.get(columns.duration, ""), columns
    )
    return ProbeVisit(at, address, is_open)


def _moment(text: str) -> datetime:
    """Without a zone the time on the office wall."""
    try:
        if EPOCH.fullmatch(text):
            return datetime.fromtimestamp(int(text[:10]), UTC)
        if found := MOMENT.fullmatch(text):
            parts = [int(part or 0) for part in found.groups()]
            year, month, day, hour, minute, second = parts
            local = datetime(year, month, day, hour, minute, second, tzinfo=LOCAL)
            return local.astimezone(UTC)
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadLine(LineFault.NO_MOMENT) from None
    if at.tzinfo is None:
        raise BadLine(LineFault.NO_MOMENT)
    return at.astimezone(UTC)


def _is_of(host: str, address: str) -> bool:
    """With or without the scheme; a path alone is of this site."""
    if address.startswith("/") and not address.startswith("//"):
        return True
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        return parts.hostname == host
    except ValueError:
        return False


def _is_open(status: str, duration: str, columns: ProbeColumns) -> bool:
    """Open is a good answer within the time; a failure needs no duration."""
    answered = _answered(status) if columns.status else None
    if columns.status and answered is None:
        raise BadLine(LineFault.NO_ANSWER)
    if answered is False or duration.lower() in FAILED_WORDS:
        return False
    seconds = _seconds(duration, columns.duration)
    if seconds is None:
        # A log that tells no durations, of a probe that gives up by itself.
        if columns.duration:
            raise BadLine(LineFault.NO_ANSWER)
        return True
    return seconds <= SECONDS_TO_OPEN


def _answered(status: str) -> bool | None:
    word = status.lower()
    if word in OPEN_WORDS:
        return True
    if word in FAILED_WORDS:
        return False
    if not DIGITS.fullmatch(status):
        return None
    return 200 <= int(status) < 400


def _seconds(duration: str, column: str) -> float | None:
    found = AMOUNT.fullmatch(duration)
    if found is None:
        return None
    usual = "s" if column.endswith(("(秒)", "（秒）")) else "ms"
    unit = (found[2] or usual).lower()
    return float(found[1]) / (1 if unit in ("s", "秒") else 1000)
