"""What directories announces to the apps above it."""

from __future__ import annotations

from django.dispatch import Signal

# Sent inside the deed's transaction: agency, successor, by.
agency_merged = Signal()
# Sent inside the deed's transaction: agency, by.
agency_closed = Signal()
# Sent inside the deed's transaction after paths changed: agency, old_path.
agency_moved = Signal()
