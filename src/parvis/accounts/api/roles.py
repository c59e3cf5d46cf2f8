"""The house's own roles beside those that every installation has."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from parvis.accounts.actions.roles import remove_role, save_role
from parvis.accounts.api.endpoints import ENDPOINTS, problems
from parvis.accounts.logic.roles import PERMISSIONS, ROLES
from parvis.accounts.models import Role
from parvis.accounts.permissions import role_for
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer, Body, Id, Line, Name, examples


class RoleFields(Body):
    name: Annotated[Name, Field(max_length=80)]
    permissions: Annotated[list[str], Field(min_length=1, max_length=len(PERMISSIONS))]
    explanation: Annotated[Line, Field(max_length=200)] = ""

    model_config = examples({"name": "Night desk", "permissions": ["conversations.view", "conversations.answer"]})


class RoleOut(Answer):
    id: int | None = Field(description="Null: one that every installation has; it is not changed.")
    code: str = Field(description="What stands in the roles of an account.")
    name: str
    permissions: list[str]
    explanation: str


class RoleList(Answer):
    items: list[RoleOut]


@ENDPOINTS.get("/roles", permission="users.manage")
def list_roles(caller: Caller) -> RoleList:
    """Every role with what it may do: those of every installation, then the house's own."""
    shipped = [
        RoleOut(id=None, code=code, name=code, permissions=list(granted), explanation="")
        for code, granted in ROLES.items()
    ]
    return RoleList(items=[*shipped, *(RoleOut.model_validate(one) for one in Role.objects.order_by("name"))])


@ENDPOINTS.post(
    "/roles",
    permission="users.manage",
    status=201,
    problems=problems("role-name-taken", "no-permission", "beyond-own-rights"),
)
def create_role(caller: Caller, given: RoleFields) -> RoleOut:
    """Make a role of the house."""
    return RoleOut.model_validate(save_role(None, **given.model_dump(), by=caller.actor, now=caller.now))


@ENDPOINTS.put(
    "/roles/{role_id}",
    permission="users.manage",
    problems=problems("role-name-taken", "no-permission", "beyond-own-rights"),
)
def replace_role(caller: Caller, role_id: Id, given: RoleFields) -> RoleOut:
    """Change all of a role; it holds at once for whoever has it."""
    found = role_for(caller.user, role_id)
    return RoleOut.model_validate(save_role(found, **given.model_dump(), by=caller.actor, now=caller.now))


@ENDPOINTS.delete("/roles/{role_id}", permission="users.manage", problems=problems("role-in-use"))
def delete_role(caller: Caller, role_id: Id) -> None:
    """Remove a role that nobody holds."""
    remove_role(role_for(caller.user, role_id), by=caller.actor, now=caller.now)
