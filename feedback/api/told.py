"""What a letter's writer, or the hotline that speaks for them, is told by programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from ..models import (
    Letter,
    LetterKind,
    LetterStatus,
    RefusalGround,
    Reply,
    ReplyState,
    StepKind,
)
from ..tracking_page import message_of


class AnswerSerializer(serializers.Serializer):
    """An answer as it was sent; `unit` is empty for an accusation."""

    unit = serializers.CharField(allow_blank=True)
    sent_at = serializers.DateTimeField()
    text = serializers.CharField()
    remedies = serializers.CharField(allow_blank=True)


class LetterStepSerializer(serializers.Serializer):
    """One thing that happened to the letter."""

    kind = serializers.ChoiceField(choices=StepKind.choices)
    title = serializers.CharField()
    at = serializers.DateTimeField()
    unit = serializers.CharField(allow_blank=True)
    message = serializers.CharField(allow_blank=True)


class StandingSerializer(serializers.Serializer):
    """How a letter stands."""

    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=LetterKind.choices)
    status = serializers.ChoiceField(choices=LetterStatus.choices)
    received_at = serializers.DateTimeField()
    due_on = serializers.DateField()
    is_open = serializers.BooleanField()
    answers = AnswerSerializer(many=True)


class OrderSerializer(StandingSerializer):
    """How the letter of a work order stands."""

    source_id = serializers.CharField()
    grade = serializers.IntegerField(allow_null=True, min_value=1, max_value=5)


class OrderStepSerializer(LetterStepSerializer):
    """One thing that happened to an order of the system."""

    seq = serializers.IntegerField()
    source_id = serializers.CharField()
    number = serializers.CharField()
    due_on = serializers.DateField()
    ground = serializers.ChoiceField(
        choices=RefusalGround.choices, allow_blank=True, required=False
    )
    grade = serializers.IntegerField(allow_null=True, min_value=1, max_value=5)
    answer = AnswerSerializer(allow_null=True)


class OrderStepsSerializer(serializers.Serializer):
    """Steps in order; `last` is what to ask on from."""

    results = OrderStepSerializer(many=True)
    last = serializers.IntegerField()


class TrackedSerializer(StandingSerializer):
    """What the page of a letter shows to its writer."""

    title = serializers.CharField()
    clock = serializers.ListField(child=serializers.CharField())
    steps = LetterStepSerializer(many=True)
    is_asked = serializers.BooleanField()
    may_rate = serializers.BooleanField()


def standing(letter: Letter) -> dict[str, Any]:
    return {
        "number": letter.number,
        "kind": letter.kind,
        "status": letter.status,
        "received_at": letter.received_at,
        "due_on": letter.due_on,
        "is_open": letter.is_open,
        "answers": answers_of(letter),
    }


def answers_of(letter: Letter) -> list[dict[str, Any]]:
    """A letter that was joined to another is answered there."""
    answered = letter.merged_into or letter
    sent = answered.replies.filter(state=ReplyState.SENT).select_related("agency")
    return [answer_row(reply, letter) for reply in sent.order_by("round")]


def answer_row(reply: Reply, letter: Letter) -> dict[str, Any]:
    return {
        "unit": "" if letter.is_accusation else reply.agency.label,
        "sent_at": reply.sent_at,
        "text": reply.text,
        "remedies": reply.remedies,
    }


def step_rows(letter: Letter, steps: Iterable[Any]) -> list[dict[str, Any]]:
    return [step_row(step, letter) for step in steps]


def step_row(step: Any, letter: Letter) -> dict[str, Any]:
    hides = letter.is_accusation or step.agency is None
    return {
        "kind": step.kind,
        "title": str(StepKind(step.kind).label),
        "at": step.at,
        "unit": "" if hides else step.agency.label,
        "message": message_of(step),
    }
