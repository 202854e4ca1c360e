"""What happens to a work order is put down for the system that sent it, in the deed's
transaction and in the order in which deeds end."""

from __future__ import annotations

from disclosure_portal.foundation.numbering import next_number

from .models import Channel, LetterStep, StepKind, WorkOrder, WorkOrderStep

# What a hotline follows; notes and classes stay inside.
TOLD_TO_SYSTEMS = (
    *(StepKind.ACCEPTED, StepKind.REFUSED, StepKind.RETURNED, StepKind.ASKED),
    *(StepKind.SUPPLEMENTED, StepKind.EXTENDED, StepKind.ANSWERED, StepKind.RATED),
    *(StepKind.REOPENED, StepKind.MERGED, StepKind.SPLIT, StepKind.CLOSED),
)


def put_down(step: LetterStep) -> None:
    """The counter of the system stays locked until the deed is done: a number that was
    read is never followed by a smaller one."""
    letter = step.letter
    if letter.channel != Channel.HOTLINE or step.kind not in TOLD_TO_SYSTEMS:
        return
    order = WorkOrder.objects.filter(letter=letter).first()
    if order is None:  # written down by a clerk, who heard of it from the hotline
        return
    WorkOrderStep.objects.create(
        order=order,
        system_id=order.system_id,
        step=step,
        seq=next_number(f"work orders {order.system_id}"),
    )
