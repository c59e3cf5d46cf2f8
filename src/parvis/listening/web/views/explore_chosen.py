"""/listen/mentions/chosen/: one act on the mentions that were ticked in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.record_actions import BulkAction
from parvis.foundation.plugs import plugged
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.components.quantities import counted
from parvis.foundation.web.screens import actor_of, screen
from parvis.labelling.actions.correct import correct_label
from parvis.labelling.logic.texts import SENTIMENT, VALUES
from parvis.listening.reads.labelled_texts import visible
from parvis.listening.web.filters import address_of, selection_of
from parvis.listening.web.views.export import chosen_ids

if TYPE_CHECKING:
    from parvis.accounts.models import User


@screen(permission="mentions.view", purpose="service", methods=("POST",))
def chosen(request: HttpRequest) -> HttpResponse:
    """act: a sentiment that the reader says they have, or the key of what another capability offers."""
    user, ids, act = account_of(request), chosen_ids(request), request.POST.get("act", "")
    back = HttpResponseRedirect(reverse("mentions") + address_of(selection_of(request)))
    if not ids:
        say(request, _("Tick the mentions first."), tone="information")
        return back
    if act in VALUES[SENTIMENT] and user.may("labels.correct"):
        texts = visible(user, ids)
        for text in texts:
            correct_label(text, label=SENTIMENT, to=act, by=user, now=utc_now())
        words = ngettext("%(n)s mention put right.", "%(n)s mentions put right.", len(texts))
        say(request, words % {"n": counted(len(texts))})
        return back
    action = next((one for one in bulk_actions(user) if one.key == act), None)
    if action is None:
        return HttpResponseBadRequest()
    say(request, action.act(user, ids, by=actor_of(request), now=utc_now()))
    return back


def bulk_actions(user: User) -> list[BulkAction]:
    """What the capabilities above offer to do with several mentions."""
    return [action for offer in plugged("RECORD_BULK_ACTIONS") for action in offer(user, "mention")]
