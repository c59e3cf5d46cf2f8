"""All records: the search field first, then names in order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parvis.accounts.permissions import account_of
from parvis.people.permissions import can_edit_people
from parvis.people.reads.people_list import LETTERS, WITHOUT_NAME, how_many, people_page
from parvis.people.web.screens import person_screen


@person_screen()
def people(request: HttpRequest) -> HttpResponse:
    """`q` searches, `letter` narrows, `after`/`before` are keys of the list."""
    asked = {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:300]
        for name in ("q", "letter", "after", "before")
    }
    page = people_page(typed=asked["q"], letter=asked["letter"], after=asked["after"], before=asked["before"])
    count, has_more = how_many()
    template = (
        "people/list/_rows.html"
        if request.headers.get("HX-Target") == "people-rows"
        else "people/list/index.html"
    )
    return render(
        request,
        template,
        {
            "page": page,
            "typed": asked["q"],
            "letter": asked["letter"],
            "letters": [*LETTERS, WITHOUT_NAME],
            "count": count,
            "has_more": has_more,
            "can_edit": can_edit_people(account_of(request)),
        },
    )
