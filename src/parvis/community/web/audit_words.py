"""What the audit log calls the acts on the community."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Any] = {
    "article.begun": _("began an article"),
    "article.published": _("published an article"),
    "article.sent_back": _("sent an article back"),
    "article.withdrawn": _("withdrew an article"),
    "article.resumed": _("took up an article again"),
    "community.case_opened": _("sent a question to the inbox"),
    "community.case_hours_set": _("set when unanswered questions go to the inbox"),
    "idea.status": _("said what becomes of an idea"),
    "idea.put_in_charge": _("put somebody in charge of an idea"),
    "ideas.merged": _("merged two ideas"),
    "ideas.taken_apart": _("took two ideas apart"),
    "ideas.promised": _("changed what is promised for ideas"),
    "idea_session.made": _("made a theme for ideas"),
    "idea_session.changed": _("changed a theme for ideas"),
    "idea_session.outcome": _("published what came of a theme"),
    "community.provider_added": _("set up where members log in elsewhere"),
    "community.provider_changed": _("changed where members log in elsewhere"),
    "community.provider_removed": _("took away where members log in elsewhere"),
    "community.mailbox_chosen": _("chose the mailbox of the community"),
}
OBJECTS: dict[str, Any] = {}
