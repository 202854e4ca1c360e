"""What the examples of supervision in the schema must be, all together."""

from __future__ import annotations

from . import checklist_story, order_examples, rating_story, year_story

ANSWERS = {
    **checklist_story.ANSWERS,
    **order_examples.ANSWERS,
    **rating_story.ANSWERS,
    **year_story.ANSWERS,
}
