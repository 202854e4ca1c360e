"""What was published by units that moved in the tree is found below its new place: by
jobs, a batch each, since a unit may have published for years."""

from __future__ import annotations

from itertools import islice

from django.db import transaction
from django_tasks import task

from .bulk import BATCH, put_many
from .sources import of_kind, sources


def refresh_soon(path: str) -> None:
    """Enqueue it with the deed that moved the branch: both or neither."""
    for source in sources():
        if source.in_branch is not None:
            refresh.enqueue(source.kind, path, 0)


@task()
def refresh(kind: str, path: str, after: int) -> str:
    """The records from behind a number on; done twice, it does no harm. What is moved
    again meanwhile is found by that move's own jobs."""
    in_branch = of_kind(kind).in_branch
    assert in_branch is not None  # refresh_soon asks for no others
    with transaction.atomic():
        batch = list(islice(in_branch(path, after), BATCH))
        put_many(batch)
        if len(batch) == BATCH:
            refresh.enqueue(kind, path, batch[-1].object_id)
    return f"{len(batch)} {kind} records looked at"
