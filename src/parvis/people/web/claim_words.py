"""Proofs in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parvis.people.logic.errors import ClaimRefused, NetworkRefused, ProofRefused

STATES: dict[str, Any] = {
    "open": pgettext_lazy("state of a proof", "waits for the code"),
    "used": pgettext_lazy("state of a proof", "proved"),
    "over": pgettext_lazy("state of a proof", "over: too late or too many wrong codes"),
    "withdrawn": pgettext_lazy("state of a proof", "taken back"),
    "conflict": pgettext_lazy(
        "state of a proof", "proved, but the handle was linked to another record meanwhile"
    ),
}
WAYS: dict[str, Any] = {
    "sent_back": gettext_lazy("a code, sent back from the handle"),
    "in_profile": gettext_lazy("a code in the public profile"),
    "log_in": gettext_lazy("a log-in at the network"),
}


def claim_refused(error: ClaimRefused) -> str:
    return {
        "no-address": _("The record holds no e-mail address to send the code to. Add one first."),
        "linked": _("This handle is linked already. Unlink it first."),
        "ours": _("This is one of the company's own accounts. It stands for no customer."),
        "over": _("This proof is over. Begin a new one."),
        "not-found": _("The site could not be read. Check its address and try again."),
        "no-profile": _("The profile of this handle cannot be read from here. Use a code that is sent back."),
        "no-network": _("No network is set up at which the holder of this handle could log in."),
        "too-many": _("This person was sent five codes within a day. Try again tomorrow."),
        "not-both-ways": _(
            "The site and the profile do not name each other. Both need a link marked rel=me; ask the person to add it."
        ),
    }[error.reason]


def proof_refused(refused: ProofRefused) -> str:
    """One sentence for whoever came back from a network, and what they can do."""
    named = {"handle": refused.handle}
    return {
        "over": _(
            "This attempt is over, or it was used already. Nothing was linked; begin again from your page."
        ),
        "declined": _("You did not agree there, so nothing was linked."),
        "other-account": _(
            "You logged in there as %(handle)s, and that is not the account your page asks about. Nothing was linked; "
            "begin again and choose the other account there."
        )
        % named,
        "unreachable": _("The network does not answer. Nothing was linked; try again later."),
        "answer-refused": _(
            "The network's answer could not be checked, so nothing was linked. Try again; if it happens again, "
            "write to us."
        ),
        "elsewhere": _(
            "%(handle)s stands on another record with us. Nothing was linked; a colleague looks at it."
        )
        % named,
        "ours": _("This is one of our own accounts. Nothing was linked."),
        "forgotten": _(
            "You had %(handle)s forgotten. Nothing was linked; write to us if you want it to be known again."
        )
        % named,
        "too-many": _("You tried very often within an hour. Wait a while and try again."),
    }[refused.reason]


def network_refused(error: NetworkRefused) -> str:
    """For administrators; what the network said stands in brackets."""
    sentence = {
        "not-an-address": _("Write the server's address, such as mastodon.social."),
        "unreachable": _("The network does not answer there. Check the address and try again."),
        "answer-refused": _("What answers there is no such network, or it refuses to register applications."),
        "address-taken": _("This network is set up already."),
        "client-missing": _("Fill in a name and the client ID."),
        "channel-missing": _("Say of which channel the handles are."),
        "claim-missing": _(
            "Name a claim that its holder cannot change at will, such as sub or preferred_username."
        ),
    }[error.code]
    return f"{sentence} ({error.detail})" if error.detail else sentence
