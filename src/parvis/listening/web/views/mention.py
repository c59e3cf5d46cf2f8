"""/listen/mentions/<id>/: one mention, what is known about it, and what its author said elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.web.components.quantities import counted
from parvis.foundation.web.screens import screen
from parvis.listening.models import Mention
from parvis.listening.permissions import get_mention
from parvis.listening.reads.mentions import Row, others_by_author
from parvis.listening.web.mention_shown import mentions_shown

MOST_OTHERS = 10
CHARACTERS_OF_OTHERS = 300


@screen(permission="mentions.view", purpose="listening")
def mention(request: HttpRequest, mention_id: int) -> HttpResponse:
    user = account_of(request)
    found = get_mention(user, mention_id)
    others = others_by_author(user, found, most=MOST_OTHERS)
    day = timezone.localdate(found.published_at).isoformat()
    shown = mentions_shown(user, [Row(found, [(found.text, False)], is_cut=False)])[0]
    title = (
        _("Mention by %(author)s") % {"author": shown.author}
        if shown.author
        else _("Mention in %(source)s") % {"source": found.connection.name}
    )
    return render(
        request,
        "listening/mention/index.html",
        {
            "page_title": title,
            "shown": shown,
            "mention": found,
            "others": mentions_shown(user, [_shortened(one) for one in others], with_actions=False),
            "day": day,
            "numbers": [
                (label, counted(value))
                for label, value in ((_("Followers"), found.followers), (_("Reactions"), found.engagement))
                if value is not None
            ],
        },
    )


def _shortened(mention: Mention) -> Row:
    shown = mention.text[:CHARACTERS_OF_OTHERS]
    return Row(mention, [(shown, False)], is_cut=len(mention.text) > CHARACTERS_OF_OTHERS)
