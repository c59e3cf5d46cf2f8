"""What is written once and shown again is what would be written anew."""

from __future__ import annotations

import pytest
from django import forms
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils import translation
from django.utils.safestring import mark_safe

from parvis.foundation.web.addresses import address_of


class Typed(forms.Form):
    name = forms.CharField(label="Name <b>", help_text="As on the letter.", max_length=20)
    day = forms.DateField(required=False)
    of = forms.ChoiceField(choices=[("a", "A")])


def drawn(form: forms.Form, name: str, **context: object) -> str:
    template = Template("{% load shell %}{% field bound help=help label=label class=looks %}")
    given = {"help": "", "label": "", "looks": "", **context}
    return template.render(Context({"bound": form[name], **given}))


def test_an_address_is_what_reverse_says() -> None:
    for name, named in (
        ("people", ()),
        ("person", (7,)),
        ("person-note", (7, 10**15)),
        ("retention-rule", ("x",)),
    ):
        try:
            expected = reverse(name, args=named)
        except NoReverseMatch:
            with pytest.raises(NoReverseMatch):
                address_of(name, *named)
            continue
        assert [address_of(name, *named), address_of(name, *named)] == [expected] * 2
    for wrong in (("person",), ("person", 1, 2), ("person", -1), ("no-such-page", 1)):
        with pytest.raises(NoReverseMatch):
            address_of(*wrong)
    set_script_prefix("/parvis/")
    try:
        assert address_of("person", 7) == reverse("person", args=[7]) == "/parvis/people/7/"
    finally:
        set_script_prefix("/")


def test_an_empty_field_is_drawn_the_same_each_time_and_a_filled_one_for_itself() -> None:
    first = drawn(Typed(), "name")
    assert drawn(Typed(), "name") == first and "Name &lt;b&gt;" in first and "As on the letter." in first
    others = [
        drawn(Typed(prefix="two"), "name"),
        drawn(Typed(auto_id="else_%s"), "name"),
        drawn(Typed(initial={"name": "Léa"}), "name"),
        drawn(Typed({"name": ""}), "name"),
        drawn(Typed(), "name", help="<i>"),
        drawn(Typed(), "name", help=mark_safe("<i>")),
        drawn(Typed(), "name", looks="wide"),
        drawn(Typed(), "name", label="Called"),
    ]
    assert len({first, *others}) == 1 + len(others)
    with translation.override("fr"):
        assert "facultatif" in drawn(Typed(), "day") and ">optional<" not in drawn(Typed(), "day")
    assert ">optional<" in drawn(Typed(), "day")
