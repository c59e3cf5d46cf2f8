"""The providers that the page of log-in offers."""

from __future__ import annotations

from django import template

from parvis.community.reads.log_in_ways import OfferedProvider, offered_providers

register = template.Library()


@register.simple_tag
def log_ins_offered() -> list[OfferedProvider]:
    return offered_providers()
