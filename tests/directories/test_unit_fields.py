"""A unit among very many is typed by its code or its name; no script is needed."""

from __future__ import annotations

import pytest
from django import forms

from directories.branch_admin import SCROLLED
from directories.forms.units import TypedUnitField, unit_field
from directories.models import Agency
from tests.factories import agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    town = agency("青石镇", code="TOWN", short_name="青石")
    agency("河东村", code="V1", parent=town)
    agency("河东村", code="V2", parent=agency("白水镇", code="WATER"))
    return town


def typed(text):
    return TypedUnitField(units=Agency.objects.all(), required=False).clean(text)


@pytest.mark.parametrize("text", ["TOWN", "town", " 青石镇 ", "青石"])
def test_a_unit_is_named_by_code_name_or_short_name(town, text):
    assert typed(text) == town


@pytest.mark.parametrize("text", ["", "  ", "\x00", None])
def test_nothing_is_nothing(town, text):
    assert typed(text) is None


@pytest.mark.parametrize("text", ["青", "没有", "%"])
def test_an_unknown_unit_is_refused(town, text):
    with pytest.raises(forms.ValidationError, match="您的单位中没有"):
        typed(text)


def test_units_of_one_name_are_told_apart(town):
    with pytest.raises(forms.ValidationError) as refusal:
        typed("河东村")

    assert "V1（青石镇）；V2（白水镇）" in refusal.value.messages[0]


def test_units_of_others_are_not_found():
    agency("别的单位", code="OTHER")
    field = TypedUnitField(units=Agency.objects.filter(code="990000"))

    with pytest.raises(forms.ValidationError):
        field.clean("OTHER")


@pytest.mark.parametrize(
    ("count", "kind"), [(2, forms.ModelChoiceField), (SCROLLED + 1, TypedUnitField)]
)
def test_few_units_are_listed_and_many_typed(count, kind):
    for _number in range(count - 1):
        agency()

    field = unit_field(Agency.objects.all(), label="unit")

    assert isinstance(field, kind)
