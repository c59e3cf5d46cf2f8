"""Settings → Teams."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.actions.teams import change_team_members, create_team, rename_team
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.permissions import account_of, team_for
from parvis.accounts.reads.teams import teams_with_members
from parvis.accounts.web.forms import TeamForm, TeamMembersForm, refuse
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

_FORM = ("GET", "HEAD", "POST")


@screen(permission="users.manage", methods=_FORM)
def teams(request: HttpRequest) -> HttpResponse:
    """Every team with its people, and a line to make another."""
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_team(name=form.cleaned_data["name"], by=actor_of(request), now=utc_now())
        except AccountRefused as refused:
            refuse(form, refused.code)
        else:
            say(request, _("Now choose who is in it."))
            return redirect("team", made.pk)
    return render(request, "accounts/teams/index.html", {"teams": teams_with_members(), "form": form})


@screen(permission="users.manage", methods=_FORM)
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """One team: its name, who is in it, who leads it."""
    found = team_for(account_of(request), team_id)
    form = TeamMembersForm(request.POST or None, team=found)
    if request.method == "POST" and form.is_valid():
        try:
            rename_team(found, name=form.cleaned_data["name"], by=actor_of(request), now=utc_now())
        except AccountRefused as refused:
            refuse(form, refused.code)
        else:
            change_team_members(
                found,
                members=form.chosen("members"),
                leads=form.chosen("leads"),
                by=actor_of(request),
                now=utc_now(),
            )
            say(request, _("Saved"))
            return redirect("teams")
    return render(request, "accounts/teams/team.html", {"team": found, "form": form})
