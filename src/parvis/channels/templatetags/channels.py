"""`{% load channels %}`: why an input was refused, in the reader's language."""

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from parvis.channels.logic.rejections import rejection_sentence

register = template.Library()


@register.filter
def span(seconds: float | None) -> str:
    """A length of time in one unit, for a lag."""
    if seconds is None:
        return ""
    if seconds < 120:
        return _("%(n)s s") % {"n": round(seconds)}
    if seconds < 7200:
        return _("%(n)s min") % {"n": round(seconds / 60)}
    if seconds < 2 * 86400:
        return _("%(n)s h") % {"n": round(seconds / 3600)}
    return _("%(n)s days") % {"n": round(seconds / 86400)}


@register.simple_tag
def rejection(code: str) -> str:
    """The sentences are marked in logic/rejections.py; other screens include channels/_rejection.html."""
    return gettext(rejection_sentence(code))
