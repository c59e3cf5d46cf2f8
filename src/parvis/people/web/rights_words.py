"""The words of the rights desk: rights, states, ways, steps, refusals. Drafts of answers: reads/rights_drafts.py."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

RIGHTS: dict[str, Any] = {
    "access": pgettext_lazy("right", "Access"),
    "portability": pgettext_lazy("right", "Portability"),
    "rectification": pgettext_lazy("right", "Rectification"),
    "erasure": pgettext_lazy("right", "Erasure"),
    "restriction": pgettext_lazy("right", "Restriction"),
    "objection": pgettext_lazy("right", "Objection"),
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
