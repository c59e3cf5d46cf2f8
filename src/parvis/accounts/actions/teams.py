"""Teams: people who share queues."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from parvis.accounts.actions.guards import refused_when_taken
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.models import Membership, Team, User
from parvis.foundation.audit import Actor, changed, record


def create_team(*, name: str, by: Actor, now: datetime) -> Team:
    """Make an empty team. Raises AccountRefused when the name is taken."""
    name = name.strip()
    if Team.objects.filter(name__iexact=name).exists():
        raise AccountRefused("team-name-taken")
    with transaction.atomic():
        with refused_when_taken("team-name-taken"):
            team = Team.objects.create(name=name)
        record("team.created", team, by=by, now=now, name=name)
    return team


def rename_team(team: Team, *, name: str, by: Actor, now: datetime) -> bool:
    """Returns whether the name changed. Raises AccountRefused when it is taken."""
    name = name.strip()
    if name == team.name:
        return False
    if Team.objects.filter(name__iexact=name).exclude(pk=team.pk).exists():
        raise AccountRefused("team-name-taken")
    with transaction.atomic():
        before, team.name = team.name, name
        with refused_when_taken("team-name-taken"):
            team.save(update_fields=["name"])
        record("team.renamed", team, by=by, now=now, **changed({"name": before}, {"name": name}))
    return True


def change_team_members(
    team: Team, *, members: Collection[User], leads: Collection[User] = (), by: Actor, now: datetime
) -> bool:
    """Make the team exactly these members, of whom the leads lead it. Returns whether anything changed."""
    wanted = {user.pk: user in leads for user in members}
    with transaction.atomic():
        Team.objects.select_for_update().get(pk=team.pk)
        present = dict(Membership.objects.filter(team=team).values_list("user_id", "is_lead"))
        if present == wanted:
            return False
        gone = present.keys() - wanted.keys()
        new = wanted.keys() - present.keys()
        Membership.objects.filter(team=team, user_id__in=gone).delete()
        Membership.objects.bulk_create(
            Membership(team=team, user_id=user_id, is_lead=wanted[user_id]) for user_id in sorted(new)
        )
        for user_id in present.keys() & wanted.keys():
            if present[user_id] != wanted[user_id]:
                Membership.objects.filter(team=team, user_id=user_id).update(is_lead=wanted[user_id])
        led = [sorted(pk for pk, is_lead in held.items() if is_lead) for held in (present, wanted)]
        leads_changed = changed({"leads": led[0]}, {"leads": led[1]})
        record(
            "team.members_changed", team, by=by, now=now, added=sorted(new), removed=sorted(gone), **leads_changed
        )
    return True
