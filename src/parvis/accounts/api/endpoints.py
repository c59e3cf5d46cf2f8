"""What the endpoints of accounts have in common: their list, how they refuse, how roles and addresses are written."""

from __future__ import annotations

from typing import Annotated

from django.core.exceptions import ValidationError
from pydantic import Field

from parvis.accounts.logic.refusals import AccountRefused
from parvis.foundation.api.endpoints import Endpoints
from parvis.foundation.api.problems import Problem

SENTENCES = {
    "email-taken": "Another account has this address.",
    "unknown-role": "There is no such role.",
    "no-role": "An account needs at least one role.",
    "last-administrator": "This is the last administrator: without one nobody could give rights back.",
    "team-name-taken": "Another team has this name.",
    "own-account": "An account does not close itself.",
    "no-scope": "A token needs at least one scope.",
    "unknown-scope": "A scope is a permission's name.",
    "scope-beyond-roles": "The account's roles do not hold every one of these scopes.",
    "expiry-not-ahead": "expires_at lies in the past.",
    "too-many-tokens": "The account has as many tokens as it may: revoke one first.",
    "not-a-service-account": "This account is not a service account.",
    "password-weak": "The password is too weak; errors says why.",
    "beyond-own-rights": "The caller cannot give rights that it does not hold itself.",
    "unfit-heir": "The heir must be another account that is open and is not a service account.",
    "no-permission": "A role needs at least one permission, each by its name.",
    "role-name-taken": "Another role has this name.",
    "role-in-use": "Somebody holds this role: give them another one first.",
    "invitation-over": "The invitation was used, taken back, or is too old.",
    "invited-meanwhile": "Somebody else invited this address in the same moment.",
    "issuer-taken": "This issuer is set up already.",
    "not-a-device": "Notices cannot be sent to this.",
    "unknown-user": "There is no account with one of these ids.",
    "unknown-team": "There is no team with this id.",
}


def refusal(error: Exception) -> Problem | None:
    if isinstance(error, AccountRefused):
        return Problem(409, error.code, SENTENCES[error.code])
    if isinstance(error, ValidationError):
        errors = [{"field": "password", "message": message} for message in error.messages]
        return Problem(409, "password-weak", SENTENCES["password-weak"], errors=errors)
    return None


def problems(*codes: str) -> dict[str, tuple[int, str]]:
    return {code: (409, SENTENCES[code]) for code in codes}


ENDPOINTS = Endpoints(
    "Accounts",
    explain="The people who work here, their teams, programs' accounts and tokens.",
    refusal=refusal,
)
# A house may have roles of its own: an unknown one is told when it is used.
RoleCode = Annotated[str, Field(min_length=1, max_length=40)]
Roles = Annotated[list[RoleCode], Field(min_length=1, max_length=50)]
Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
