"""Calendars for the tests of pure rules: the shipped one, and made-up ones."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from disclosure_portal.foundation import work_calendar
from disclosure_portal.foundation.workdays import WorkCalendar

# As published. The Spring Festival of 2025: off from 28 January to 4 February, worked
# are Sunday 26 January and Saturday 8 February. Of 2026: off from 15 to 23 February,
# worked are the Saturdays 14 and 28 February.
SHIPPED = work_calendar.build(range(2023, 2029), (), (2025, 2026))

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
CALENDARS = st.builds(
    WorkCalendar,
    st.frozensets(DAYS, max_size=40),
    st.frozensets(DAYS, max_size=20),
    DAYS,
)
