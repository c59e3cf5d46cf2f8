"""A mention becomes a conversation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.conversations.actions.open_from_mention import open_from_mention
from parvis.conversations.permissions import visible_to
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.listening.permissions import get_mention


@screen(permission="conversations.answer", purpose="service", methods=("POST",))
def open_mention(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Open it, or go to the one that a colleague opened."""
    user = account_of(request)
    mention = get_mention(user, mention_id)
    found, is_new = open_from_mention(mention, by=actor_of(request), now=utc_now())
    if not visible_to(user).filter(pk=found.pk).exists():
        say(request, _("Opened in the queue %(queue)s, which you do not see") % {"queue": found.queue.name})
        return HttpResponseRedirect(reverse("inbox"))
    if not is_new:
        say(request, _("A conversation about it was open already"), tone="information")
    return HttpResponseRedirect(reverse("conversation", args=[found.pk]))
