"""The words of the rights desk: rights, states, ways, grounds, steps, refusals, and the drafts of answers."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from parvis.people.models import RightsRequest
from parvis.people.reads.controller import Controller, controller

RIGHTS: dict[str, Any] = {
    "access": pgettext_lazy("right", "Access"),
    "portability": pgettext_lazy("right", "Portability"),
    "rectification": pgettext_lazy("right", "Rectification"),
    "erasure": pgettext_lazy("right", "Erasure"),
    "restriction": pgettext_lazy("right", "Restriction"),
    "objection": pgettext_lazy("right", "Objection"),
}
ARTICLES = {
    "access": 15,
    "rectification": 16,
    "erasure": 17,
    "restriction": 18,
    "portability": 20,
    "objection": 21,
}
EXPLAINED: dict[str, Any] = {
    "access": gettext_lazy("to have a copy of everything that is kept about them"),
    "portability": gettext_lazy("to take along what they gave, in a form that machines read"),
    "rectification": gettext_lazy("to have wrong data put right"),
    "erasure": gettext_lazy("to have their data erased"),
    "restriction": gettext_lazy("to have their data kept, but not used"),
    "objection": gettext_lazy("to have no more offers, profiles or listening"),
}
STATES: dict[str, Any] = {
    "new": pgettext_lazy("state of a request", "new"),
    "working": pgettext_lazy("state of a request", "being worked on"),
    "identity": pgettext_lazy("state of a request", "waiting for proof of identity"),
    "answered": pgettext_lazy("state of a request", "answered"),
    "refused": pgettext_lazy("state of a request", "refused"),
    "withdrawn": pgettext_lazy("state of a request", "withdrawn"),
}
WAYS: dict[str, Any] = {
    "inbox": pgettext_lazy("way of a request", "in a conversation"),
    "form": pgettext_lazy("way of a request", "by the public form"),
    "email": pgettext_lazy("way of a request", "by e-mail"),
    "letter": pgettext_lazy("way of a request", "by letter"),
    "phone": pgettext_lazy("way of a request", "by phone"),
    "person": pgettext_lazy("way of a request", "in person"),
    "api": pgettext_lazy("way of a request", "by a program"),
}
ANSWERED: dict[str, Any] = {
    "mail": pgettext_lazy("way of an answer", "by e-mail, now"),
    "inbox": pgettext_lazy("way of an answer", "in the conversation, by me"),
    "letter": pgettext_lazy("way of an answer", "by letter, by me"),
    "spoken": pgettext_lazy("way of an answer", "by word of mouth, by me"),
}
GROUNDS: dict[str, Any] = {
    "unfounded": gettext_lazy("The request is manifestly unfounded (art. 12(5)(b) GDPR)."),
    "excessive": gettext_lazy("The request is excessive, as it is repeated (art. 12(5)(b) GDPR)."),
    "not_identified": gettext_lazy("It could not be established who asks (art. 12(2) and (6) GDPR)."),
    "not_held": gettext_lazy("No data about the person are kept here."),
    "others_rights": gettext_lazy(
        "It would harm the rights and freedoms of others (art. 15(4) and 20(4) GDPR)."
    ),
    "other_basis": gettext_lazy("The data rest neither on consent nor on a contract (art. 20(1) GDPR)."),
    "legal_duty": gettext_lazy("A legal duty asks us to keep the data (art. 17(3)(b) GDPR)."),
    "legal_claims": gettext_lazy(
        "The data are needed for legal claims (art. 17(3)(e), 18(2) and 21(1) GDPR)."
    ),
    "expression": gettext_lazy("Freedom of expression and information prevails (art. 17(3)(a) GDPR)."),
    "accurate": gettext_lazy("The data are accurate (art. 16 GDPR)."),
    "compelling": gettext_lazy("Compelling legitimate grounds prevail (art. 21(1) GDPR)."),
}
OBJECTIONS: dict[str, Any] = {
    "prospecting": gettext_lazy("offers"),
    "satisfaction": gettext_lazy("surveys"),
    "profiling": gettext_lazy("profiles"),
    "listening": gettext_lazy("listening to what they say in public"),
}
STEPS: dict[str, Any] = {
    "received": pgettext_lazy("step", "received"),
    "subject_added": pgettext_lazy("step", "a record was named"),
    "subject_removed": pgettext_lazy("step", "a record was taken out"),
    "handle_added": pgettext_lazy("step", "a handle was named"),
    "assigned": pgettext_lazy("step", "assigned"),
    "identity_asked": pgettext_lazy("step", "asked who they are"),
    "identity_confirmed": pgettext_lazy("step", "identity confirmed"),
    "identity_failed": pgettext_lazy("step", "identity not shown"),
    "extended": pgettext_lazy("step", "two months more"),
    "copy_ordered": pgettext_lazy("step", "copy ordered"),
    "copy_ready": pgettext_lazy("step", "copy ready"),
    "link_made": pgettext_lazy("step", "link made"),
    "copy_fetched": pgettext_lazy("step", "copy fetched"),
    "copy_taken": pgettext_lazy("step", "copy taken by a colleague"),
    "erasure_started": pgettext_lazy("step", "erasure confirmed"),
    "restricted": pgettext_lazy("step", "restricted"),
    "released": pgettext_lazy("step", "restriction lifted"),
    "objected": pgettext_lazy("step", "objection carried out"),
    "answered": pgettext_lazy("step", "answered"),
    "refused": pgettext_lazy("step", "refused"),
    "withdrawn": pgettext_lazy("step", "withdrawn"),
}
REFUSALS: dict[str, Any] = {
    "closed": gettext_lazy("This request is closed: nothing can be changed in it."),
    "doubt-missing": gettext_lazy(
        "Write down why there is a reasonable doubt, and what you ask for: without a doubt nobody is asked."
    ),
    "identity-not-asked": gettext_lazy("Nobody was asked who they are."),
    "reason-missing": gettext_lazy("Write down the reason."),
    "reasons-missing": gettext_lazy("Write down the reasons of the decision."),
    "extended-already": gettext_lazy("This request was extended already: there is no second time."),
    "too-late": gettext_lazy("The first month is over: it can no longer be extended. Answer now."),
    "answer-missing": gettext_lazy("Write the answer that the person gets."),
    "ground-unfit": gettext_lazy("The law knows no such ground for this right."),
    "objection-absolute": gettext_lazy(
        "An objection to offers and to profiles for them cannot be refused (art. 21(3) GDPR)."
    ),
    "nobody-found": gettext_lazy("Say first which record or handle the request is about."),
    "copy-not-ready": gettext_lazy("The copy is not ready yet."),
    "confirmation-wrong": gettext_lazy("What you typed is not what was asked for. Nothing was erased."),
    "erasure-unfit": gettext_lazy("Only a request for erasure erases."),
    "mail-missing": gettext_lazy(
        "No e-mail address is known for this request. Choose another way to answer."
    ),
    "mail-failed": gettext_lazy(
        "The mail could not be sent. Nothing was decided: try again, or answer otherwise."
    ),
    "period-too-short": gettext_lazy("A shorter period would lose a proof that the law asks for."),
    "period-too-long": gettext_lazy("Nothing is kept for more than a hundred years."),
    "source-unknown": gettext_lazy("This rule knows no such source."),
    "not-held": gettext_lazy("This run no longer waits for a word."),
}


def refusal_words(code: str) -> str:
    return str(REFUSALS[code])


def answer_draft(request: RightsRequest, *, link: str = "", ground: str = "", reasons: str = "") -> str:
    """The answer in the requester's language, to be read and changed by whoever signs it."""
    with override(request.language if request.language in ("fr", "en") else "en"):
        house = controller()
        lines = [
            _("Dear %(name)s,") % {"name": request.requester_name} if request.requester_name else _("Hello,"),
            "",
            _("You asked us on %(day)s %(what)s (art. %(article)s GDPR).")
            % {
                "day": date_format(localtime(request.received_at), "DATE_FORMAT"),
                "what": EXPLAINED_TO_THEM[request.right],
                "article": ARTICLES[request.right],
            },
            "",
            *(_refused(ground, reasons) if ground else [str(DONE[request.right])]),
        ]
        if link:
            lines += ["", _("Your copy, once, within seven days:"), link]
        return "\n".join([*lines, "", *_remedy(house), "", _("Kind regards,"), house.name])


def extension_draft(request: RightsRequest, *, reason: str) -> str:
    """The notice that two months more are needed."""
    with override(request.language if request.language in ("fr", "en") else "en"):
        house = controller()
        until = date_format(request.due_on, "DATE_FORMAT")
        return "\n".join(
            [
                _("Dear %(name)s,") % {"name": request.requester_name}
                if request.requester_name
                else _("Hello,"),
                "",
                _(
                    "We need more time for your request: until %(day)s at the latest (art. 12(3) GDPR). The reason:"
                )
                % {"day": until},
                reason,
                "",
                *_remedy(house),
                "",
                _("Kind regards,"),
                house.name,
            ]
        )


EXPLAINED_TO_THEM: dict[str, Any] = {
    "access": gettext_lazy("for a copy of the data we keep about you"),
    "portability": gettext_lazy("for your data in a form that machines read"),
    "rectification": gettext_lazy("to put right data we keep about you"),
    "erasure": gettext_lazy("to erase the data we keep about you"),
    "restriction": gettext_lazy("to keep your data but not use them"),
    "objection": gettext_lazy("not to use your data any longer"),
}
DONE: dict[str, Any] = {
    "access": gettext_lazy(
        "You get it with this letter: what is kept, what for, how long, from where it comes and who else gets it."
    ),
    "portability": gettext_lazy(
        "You get them with this letter: what you gave us and what was observed of you under our contract or your "
        "consent, as a file in JSON and as tables."
    ),
    "rectification": gettext_lazy("We have put it right, and told those to whom we had passed it on."),
    "erasure": gettext_lazy(
        "We have erased them, and told those to whom we had passed them on. Backups are overwritten in time; should "
        "one be used, your data are erased again at once."
    ),
    "restriction": gettext_lazy(
        "From now on your data are kept, but used for nothing save legal claims and duties. We will tell you before "
        "this ends."
    ),
    "objection": gettext_lazy("From now on we no longer use your data for that."),
}


def _refused(ground: str, reasons: str) -> list[str]:
    return [_("We cannot do so. The reason:"), str(GROUNDS[ground]), *([reasons] if reasons else [])]


def _remedy(house: Controller) -> list[str]:
    """Where one turns to when one does not agree (art. 12(4) GDPR)."""
    lines = []
    if house.officer_contact:
        lines.append(_("Questions about this: %(contact)s.") % {"contact": house.officer_contact})
    lines.append(
        _("If you do not agree, you may complain to %(authority)s or go to court.")
        % {
            "authority": house.authority
            or _("the data-protection authority (in France: CNIL, www.cnil.fr/plaintes)")
        }
    )
    return lines
