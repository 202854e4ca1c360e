"""What notices announces to the apps above it."""

from __future__ import annotations

from django.dispatch import Signal

# Sent inside the deed's transaction: notice.
notice_published = Signal()
# Sent inside the deed's transaction: notice (as it reads now), revision.
notice_corrected = Signal()
# Sent inside the deed's transaction: notice, by, ground.
notice_withdrawn = Signal()
# Sent inside the deed's transaction: notice, result and note (as the public reads
# them), by.
posting_closed = Signal()
