"""Colleagues, teams and one's own tokens for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import Field

from parvis.accounts.actions.push import choose_notices
from parvis.accounts.actions.second_step import reset_second_step
from parvis.accounts.actions.teams import change_team_members, create_team, rename_team
from parvis.accounts.actions.tokens import create_service_account, create_token, revoke_token
from parvis.accounts.actions.users import change_user, create_user, disable_user, enable_user, set_password
from parvis.accounts.api.endpoints import ENDPOINTS, SENTENCES, Email, Roles, problems
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.logic.roles import PERMISSIONS
from parvis.accounts.models import Team, User
from parvis.accounts.permissions import service_account_for, team_for, token_for, user_for
from parvis.accounts.reads.teams import teams_with_members
from parvis.accounts.reads.tokens import tokens_of
from parvis.accounts.reads.users import page_of_users
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem
from parvis.foundation.api.shapes import Answer, Body, Id, Line, Listed, Moment, Name, Typed, examples


class NewUser(Body):
    email: Email
    name: Name
    password: Annotated[str, Field(min_length=10, max_length=200)]
    roles: Roles
    job_title: Line = ""
    language: Literal["en", "fr"] = "en"

    model_config = examples(
        {
            "email": "leila@example.org",
            "name": "Leïla Haddad",
            "password": "a long sentence nobody guesses",
            "roles": ["agent"],
            "language": "fr",
        }
    )


class UserChanges(Body):
    """Only what is sent is changed."""

    email: Email | None = None
    name: Name | None = None
    job_title: Annotated[str, Field(max_length=200)] | None = None
    roles: Roles | None = None
    language: Literal["en", "fr"] | None = None


class NewPassword(Body):
    password: Annotated[str, Field(min_length=10, max_length=200)]


class OwnChanges(Body):
    """Only what is sent is changed."""

    name: Name | None = None
    job_title: Annotated[str, Field(max_length=200)] | None = None
    language: Literal["en", "fr"] | None = None
    theme: Literal["system", "light", "dark"] | None = None
    time_zone: Annotated[str, Field(max_length=60, description="Empty: the installation's.")] | None = None
    notices: Annotated[list[Literal["assigned", "mentioned", "alarm"]], Field(max_length=3)] | None = None


class NewTeam(Body):
    name: Name


class TeamChanges(Body):
    """member_ids makes the team exactly these accounts; lead_ids are those of them who lead it."""

    name: Name | None = None
    member_ids: Annotated[list[Id], Field(max_length=1000)] | None = None
    lead_ids: Annotated[list[Id], Field(max_length=1000)] = []


class NewServiceAccount(Body):
    name: Name
    roles: Roles


class NewToken(Body):
    name: Name
    scopes: Annotated[list[str], Field(min_length=1, max_length=len(PERMISSIONS))] = Field(
        description="Names of permissions; the account's roles must hold each of them."
    )
    expires_at: Moment | None = Field(None, description="Null: it does not end by itself.")

    model_config = examples(
        {"name": "Nightly export", "scopes": ["people.view"], "expires_at": "2027-01-31T00:00:00Z"}
    )


class UserOut(Answer):
    id: int
    name: str
    email: str
    job_title: str
    roles: list[str]
    language: str
    is_active: bool
    is_service: bool
    team_ids: list[int]
    created_at: datetime


class UserPageOut(Listed):
    items: list[UserOut]


class TeamMember(Answer):
    user_id: int
    name: str
    is_lead: bool


class TeamOut(Answer):
    id: int
    name: str
    members: list[TeamMember]


class TeamList(Answer):
    items: list[TeamOut]


class TokenOut(Answer):
    id: int
    user_id: int
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class TokenList(Answer):
    items: list[TokenOut]


class CreatedToken(TokenOut):
    token: str = Field(description="Shown this once: it is not kept.")


@ENDPOINTS.get("/users", permission="users.manage")
def list_users(
    caller: Caller, q: Typed = "", cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=200)] = 50
) -> UserPageOut:
    """Accounts by name. q: a part of the name or the address."""
    page = page_of_users(User.objects.all(), typed=q, after=key_of(cursor), most=limit)
    return UserPageOut(items=[_user(one) for one in page.users], next_cursor=cursor_of(page.next_key))


@ENDPOINTS.post(
    "/users",
    permission="users.manage",
    status=201,
    problems=problems("email-taken", "password-weak", "unknown-role", "beyond-own-rights"),
)
def create_user_account(caller: Caller, given: NewUser) -> UserOut:
    """Add a colleague."""
    return _user(create_user(**given.model_dump(), by=caller.actor, now=caller.now))


@ENDPOINTS.get("/users/{user_id}", permission="users.manage")
def get_user(caller: Caller, user_id: Id) -> UserOut:
    """One account."""
    return _user(user_for(caller.user, user_id))


@ENDPOINTS.patch(
    "/users/{user_id}",
    permission="users.manage",
    problems=problems("email-taken", "last-administrator", "unknown-role", "beyond-own-rights"),
)
def change_user_account(caller: Caller, user_id: Id, given: UserChanges) -> UserOut:
    """Change what is sent."""
    user = user_for(caller.user, user_id)
    change_user(user, **given.model_dump(exclude_unset=True), by=caller.actor, now=caller.now)
    return _user(user)


@ENDPOINTS.post(
    "/users/{user_id}/disable",
    permission="users.manage",
    problems=problems("last-administrator", "own-account", "unfit-heir"),
)
def disable_user_account(caller: Caller, user_id: Id, heir_id: Id | None = None) -> UserOut:
    """Close an account: its sessions and tokens end at once, what it wrote stays.

    heir_id: who takes over what it had in hand; without one it goes back to its queues.
    """
    user = user_for(caller.user, user_id)
    if user.pk == caller.user.pk:
        raise AccountRefused("own-account")
    heir = User.objects.filter(pk=heir_id).first() if heir_id else None
    if heir_id and heir is None:
        raise AccountRefused("unfit-heir")
    disable_user(user, heir=heir, by=caller.actor, now=caller.now)
    return _user(user)


@ENDPOINTS.post("/users/{user_id}/enable", permission="users.manage")
def enable_user_account(caller: Caller, user_id: Id) -> UserOut:
    """Open a closed account again."""
    user = user_for(caller.user, user_id)
    enable_user(user, by=caller.actor, now=caller.now)
    return _user(user)


@ENDPOINTS.post("/users/{user_id}/password", permission="users.manage", problems=problems("password-weak"))
def set_user_password(caller: Caller, user_id: Id, given: NewPassword) -> UserOut:
    """Give somebody who lost theirs another password; their sessions end."""
    user = user_for(caller.user, user_id)
    set_password(user, password=given.password, by=caller.actor, now=caller.now)
    return _user(user)


@ENDPOINTS.post("/users/{user_id}/second-step/reset", permission="users.manage")
def reset_user_second_step(caller: Caller, user_id: Id) -> UserOut:
    """Take codes and keys off the account of somebody who lost them; their sessions end."""
    user = user_for(caller.user, user_id)
    reset_second_step(user, by=caller.actor, now=caller.now)
    return _user(user)


@ENDPOINTS.patch("/me/profile")
def change_me(caller: Caller, given: OwnChanges) -> UserOut:
    """One's own profile: what is sent is changed."""
    changes = given.model_dump(exclude_unset=True, exclude={"notices"})
    me = User.objects.get(pk=caller.user.pk)
    if not is_time_zone(changes.get("time_zone") or ""):
        raise Problem(422, "invalid", "There is no such time zone.")
    change_user(me, **changes, by=caller.actor, now=caller.now)
    if given.notices is not None:
        choose_notices(me, list(given.notices))
    return _user(me)


@ENDPOINTS.post(
    "/service-accounts", permission="users.manage", status=201, problems=problems("unknown-role", "beyond-own-rights")
)
def create_service_account_for_program(caller: Caller, given: NewServiceAccount) -> UserOut:
    """An account for a program: no log-in; the account that makes it answers for it."""
    owner = caller.user.owner or caller.user
    made = create_service_account(
        name=given.name, roles=list(given.roles), owner=owner, by=caller.actor, now=caller.now
    )
    return _user(made)


@ENDPOINTS.get("/service-accounts/{user_id}/tokens", permission="users.manage")
def list_service_account_tokens(caller: Caller, user_id: Id) -> TokenList:
    """The tokens of a program's account, the newest first."""
    user = service_account_for(caller.user, user_id)
    return TokenList(items=[TokenOut.model_validate(one) for one in tokens_of(user)])


_TOKEN_PROBLEMS = problems("unknown-scope", "scope-beyond-roles", "expiry-not-ahead", "too-many-tokens")


@ENDPOINTS.post(
    "/service-accounts/{user_id}/tokens", permission="users.manage", status=201, problems=_TOKEN_PROBLEMS
)
def create_service_account_token(caller: Caller, user_id: Id, given: NewToken) -> CreatedToken:
    """A token for a program's account. It is shown this once."""
    return _new_token(caller, service_account_for(caller.user, user_id), given)


@ENDPOINTS.get("/tokens")
def list_my_tokens(caller: Caller) -> TokenList:
    """The tokens of the account that asks, the newest first."""
    return TokenList(items=[TokenOut.model_validate(one) for one in tokens_of(caller.user)])


@ENDPOINTS.delete("/tokens/{token_id}")
def revoke_api_token(caller: Caller, token_id: Id) -> None:
    """End a token of one's own at once; administrators end anybody's."""
    revoke_token(token_for(caller.user, token_id), by=caller.actor, now=caller.now)


@ENDPOINTS.get("/teams", permission="users.manage")
def list_teams(caller: Caller) -> TeamList:
    """Every team with its members."""
    return TeamList(items=[_team(one) for one in teams_with_members()])


@ENDPOINTS.post("/teams", permission="users.manage", status=201, problems=problems("team-name-taken"))
def create_new_team(caller: Caller, given: NewTeam) -> TeamOut:
    """Make an empty team."""
    return _team(create_team(name=given.name, by=caller.actor, now=caller.now))


@ENDPOINTS.patch(
    "/teams/{team_id}",
    permission="users.manage",
    problems=problems("team-name-taken", "unknown-user"),
)
def change_team(caller: Caller, team_id: Id, given: TeamChanges) -> TeamOut:
    """Rename a team, or make it exactly the members that are sent."""
    team = team_for(caller.user, team_id)
    if given.name is not None:
        rename_team(team, name=given.name, by=caller.actor, now=caller.now)
    if given.member_ids is not None:
        wanted = set(given.member_ids) | set(given.lead_ids)
        members = list(User.objects.filter(pk__in=wanted))
        if len(members) < len(wanted):
            raise Problem(409, "unknown-user", SENTENCES["unknown-user"])
        leads = [one for one in members if one.pk in given.lead_ids]
        change_team_members(team, members=members, leads=leads, by=caller.actor, now=caller.now)
    return _team(team)


def is_time_zone(name: str) -> bool:
    return not name or name in available_timezones()


def _new_token(caller: Caller, user: User, given: NewToken) -> CreatedToken:
    if beyond := set(given.scopes) & set(PERMISSIONS) - caller.user.permissions:
        # A token makes none that may more than itself.
        raise Problem(403, "forbidden", f"Your own token does not hold {', '.join(sorted(beyond))}.")
    token, text = create_token(
        user,
        name=given.name,
        scopes=given.scopes,
        expires_at=given.expires_at,
        by=caller.actor,
        now=caller.now,
    )
    return CreatedToken(**TokenOut.model_validate(token).model_dump(), token=text)


def _user(user: User) -> UserOut:
    plain = {name: getattr(user, name) for name in UserOut.model_fields if name != "team_ids"}
    return UserOut(**plain, team_ids=sorted(one.team_id for one in user.memberships.all()))


def _team(team: Team) -> TeamOut:
    members = team.memberships.select_related("user").order_by("user__name", "user_id")
    return TeamOut(
        id=team.pk,
        name=team.name,
        members=[TeamMember(user_id=one.user_id, name=one.user.name, is_lead=one.is_lead) for one in members],
    )
