"""The providers at which members may log in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.conf import settings
from django.urls import reverse
from pydantic import Field

from parvis.community.actions.log_in_providers import ProviderSettings, remove_provider, save_provider
from parvis.community.api.endpoints import ENDPOINTS
from parvis.community.logic.errors import ProviderRefused
from parvis.community.models import LogInProvider
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Line, examples

MANAGE = "installation.manage"
REFUSED = {
    "unreachable": (409, "The provider does not answer; `reason` says how."),
    "answer-refused": (409, "What answers there is no such provider; `reason` says what was wrong."),
    "issuer-taken": (409, "This provider is set up already."),
    "incomplete": (422, "A name, the issuer and a client ID are needed."),
}


class MemberLogInGiven(Body):
    name_en: Annotated[str, Field(min_length=1, max_length=60, description="“Continue with …”")]
    name_fr: Annotated[str, Field(max_length=60, description="Empty: as in English.")] = ""
    issuer: Annotated[Line, Field(description="Exactly as the provider writes it.")]
    client_id: Line
    client_secret: Annotated[str, Field(max_length=1000)] = Field(
        "", description="Empty: the one there is stays."
    )
    is_trusted: bool = Field(
        False, description="An address that it confirms is the member's, without a code by mail."
    )
    is_active: bool = True

    model_config = examples(
        {
            "name_en": "Velostral", "issuer": "https://login.example.org", "client_id": "parvis",
            "client_secret": "s3cret", "is_trusted": True,
        }
    )  # fmt: skip


class MemberLogInOut(Answer):
    """Secrets are not shown."""

    id: int
    name_en: str
    name_fr: str
    issuer: str
    client_id: str
    is_trusted: bool
    is_active: bool
    created_at: datetime


class MemberLogInList(Answer):
    """return_address: what each provider has to know as ours."""

    items: list[MemberLogInOut]
    return_address: str


@ENDPOINTS.get("/community/log-in-providers", permission=MANAGE)
def list_member_log_ins(caller: Caller) -> MemberLogInList:
    """Where members can log in with an account that they have already."""
    origin = settings.COMMUNITY_ORIGIN or settings.ORIGIN
    return MemberLogInList(
        items=[MemberLogInOut.model_validate(one) for one in LogInProvider.objects.all()],
        return_address=f"{origin}{reverse('community-log-in-back')}",
    )


@ENDPOINTS.post("/community/log-in-providers", permission=MANAGE, status=201, problems=REFUSED)
def add_member_log_in(caller: Caller, given: MemberLogInGiven) -> MemberLogInOut:
    """Set up an OpenID provider for members; it is asked at once whether it is there."""
    return _saved(caller, None, given)


@ENDPOINTS.put("/community/log-in-providers/{log_in_id}", permission=MANAGE, problems=REFUSED)
def change_member_log_in(caller: Caller, log_in_id: Id, given: MemberLogInGiven) -> MemberLogInOut:
    """Change a provider, or offer it no longer."""
    return _saved(caller, _provider(log_in_id), given)


@ENDPOINTS.delete("/community/log-in-providers/{log_in_id}", permission=MANAGE)
def delete_member_log_in(caller: Caller, log_in_id: Id) -> None:
    """Forget a provider with its secret. Members who came by it log in with a code by mail."""
    remove_provider(_provider(log_in_id), by=caller.actor, now=caller.now)


def _saved(caller: Caller, provider: LogInProvider | None, given: MemberLogInGiven) -> MemberLogInOut:
    try:
        saved = save_provider(
            provider, ProviderSettings(**given.model_dump()), by=caller.actor, now=caller.now
        )
    except ProviderRefused as error:
        status, sentence = REFUSED[error.code]
        raise Problem(status, error.code, sentence, reason=error.detail) from error
    return MemberLogInOut.model_validate(saved)


def _provider(provider_id: int) -> LogInProvider:
    found = LogInProvider.objects.filter(pk=provider_id).first()
    if found is None:
        raise not_found()
    return found
