"""`{% load accounts %}`: what a role is called."""

from typing import Any

from django import template

from parvis.accounts.web.words import ROLE_NAMES

register = template.Library()


@register.simple_tag
def role_name(role: str) -> Any:
    return ROLE_NAMES.get(role, role)
