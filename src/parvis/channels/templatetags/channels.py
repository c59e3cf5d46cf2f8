"""`{% load channels %}`: why an input was refused, in the reader's language."""

from django import template
from django.utils.translation import gettext

from parvis.channels.logic.rejections import rejection_sentence

register = template.Library()


@register.simple_tag
def rejection(code: str) -> str:
    """The sentences are marked in logic/rejections.py; other screens include channels/_rejection.html."""
    return gettext(rejection_sentence(code))
