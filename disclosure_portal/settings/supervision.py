"""How an overdue rectification order goes on."""

from __future__ import annotations

from . import environment as env

# So many working days after it was urged a unit may be criticised in a circular, and
# so many after that its accountability proposed.
ORDER_ESCALATION_DAYS = env.integer("ORDER_ESCALATION_DAYS", 5, least=0)
