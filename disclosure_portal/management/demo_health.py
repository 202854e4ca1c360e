"""What the inspection of the demo county's site would find: the log of a probe, and a
dead link in an old text."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from zlib import crc32

from django.conf import settings
from django.core.management import call_command

from disclosure_portal.foundation.days import LOCAL
from notices.link_walk import read_texts

DAY = timedelta(days=1)
WATCHED = 14
# Hours of the day on which the site was not there: so many days ago, from, until.
OUTAGE = (3, 2, 7)
# Answers that came too late, by days ago and hour.
SLOW = ((9, 20), (5, 10))
COLUMNS = ("监测时间", "监测地址", "状态码", "响应时间(毫秒)")


def measure(as_of: date) -> None:
    """The probe of two weeks up to yesterday, taken in as a technician would; then the
    texts are read for dead links."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "probe.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(_visits(as_of))
        call_command("import_availability", path, stdout=StringIO())
    read_texts()


def _visits(as_of: date) -> Iterator[tuple[str, ...]]:
    """One an hour."""
    for ago in range(WATCHED, 0, -1):
        for hour in range(24):
            day = as_of - ago * DAY
            minute = crc32(f"{ago} {hour}".encode()) % 60
            at = datetime.combine(day, time(hour, minute), LOCAL)
            yield f"{at:%Y-%m-%d %H:%M}", settings.SITE_URL + "/", *_answer(ago, hour)


def _answer(ago: int, hour: int) -> tuple[str, str]:
    day, first, last = OUTAGE
    if ago == day and first <= hour < last:
        return "超时", "-"
    if (ago, hour) in SLOW:
        return "200", str(15_200 + hour)
    return "200", str(180 + crc32(f"{hour} {ago}".encode()) % 900)
