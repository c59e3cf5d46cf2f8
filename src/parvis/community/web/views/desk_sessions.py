"""Themes at the desk: made with their dates, changed, and what came of them published."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parvis.community.actions.idea_sessions import (
    TITLE_LONGEST,
    SessionWords,
    change_idea_session,
    create_idea_session,
    publish_outcome,
)
from parvis.community.logic.errors import CommunityError
from parvis.community.models import IdeaSession
from parvis.community.reads.idea_sessions import MOST, get_idea_session, idea_sessions
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

LANGUAGES = [
    ("", pgettext_lazy("language of a theme", "Every language")),
    ("fr", "Français"),
    ("en", "English"),
]


class Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class SessionForm(forms.Form):
    title = forms.CharField(label=pgettext_lazy("of ideas", "Theme"), max_length=TITLE_LONGEST)
    about = forms.CharField(
        label=gettext_lazy("What is looked for"),
        required=False,
        max_length=32_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES, required=False)
    opens_at = forms.DateTimeField(label=gettext_lazy("Takes ideas from"), widget=Moment())
    closes_at = forms.DateTimeField(label=gettext_lazy("Takes ideas until"), widget=Moment())

    def words(self) -> SessionWords:
        given = self.cleaned_data
        opens_at: datetime = given["opens_at"]
        return SessionWords(given["title"], given["about"], given["language"], opens_at, given["closes_at"])


@screen(permission="community.manage", methods=("GET", "HEAD", "POST"))
def sessions(request: HttpRequest) -> HttpResponse:
    form = SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_idea_session(form.words(), by=actor_of(request), now=utc_now())
        except CommunityError as problem:
            form.add_error(None, sentence(problem))
        else:
            say(request, _("Made. It opens and closes by itself."))
            return redirect("community-desk-idea-session", idea_session_id=made.pk)
    shown = {"rows": [_row(one) for one in idea_sessions()[:MOST]], "form": form}
    return render(request, "community/desk/sessions.html", shown, status=422 if form.errors else 200)


@screen(permission="community.manage", methods=("GET", "HEAD", "POST"))
def session(request: HttpRequest, idea_session_id: int) -> HttpResponse:
    here = get_idea_session(idea_session_id)
    first = {name: getattr(here, name) for name in SessionForm.base_fields}
    form, problem, outcome = SessionForm(initial=first), "", here.outcome
    if request.method == "POST":
        by, now = actor_of(request), utc_now()
        try:
            if "outcome" in request.POST:
                outcome = request.POST["outcome"]
                publish_outcome(here, outcome=outcome, by=by, now=now)
                say(request, _("Published on the theme's page."))
                return redirect("community-desk-idea-session", idea_session_id=here.pk)
            form = SessionForm(request.POST, initial=first)
            if form.is_valid():
                change_idea_session(here, form.words(), by=by, now=now)
                say(request, _("Kept."))
                return redirect("community-desk-idea-session", idea_session_id=here.pk)
        except CommunityError as refused:
            problem = sentence(refused)
    shown = {**_row(here), "form": form, "problem": problem, "outcome": outcome}
    return render(
        request, "community/desk/session.html", shown, status=422 if problem or form.errors else 200
    )


def _row(one: IdeaSession) -> dict[str, object]:
    now = utc_now()
    state = "planned" if now < one.opens_at else "open" if now < one.closes_at else "closed"
    return {"session": one, "state": state, "ideas": one.ideas.count()}
