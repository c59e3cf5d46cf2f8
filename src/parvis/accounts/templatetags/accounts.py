"""`{% load accounts %}`: what a role is called."""

from typing import Any

from django import template

from parvis.accounts.models import Role, User
from parvis.accounts.reads.providers import open_providers
from parvis.accounts.reads.second_step import lacks_second_step
from parvis.accounts.web.words import ROLE_NAMES

register = template.Library()


@register.simple_tag
def must_add_second_step(user: User) -> bool:
    return lacks_second_step(user)


@register.simple_tag
def company_log_ins() -> Any:
    return open_providers()


@register.simple_tag(takes_context=True)
def role_name(context: Any, role: str) -> Any:
    if role in ROLE_NAMES:
        return ROLE_NAMES[role]
    own = context.render_context.get("own_roles")
    if own is None:  # asked for once a page
        own = context.render_context["own_roles"] = dict(Role.objects.values_list("code", "name"))
    return own.get(role, role)
