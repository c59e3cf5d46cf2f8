"""Why a log-in at a provider came to nothing, and why one cannot be set up, in sentences that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from parvis.community.logic.errors import ElsewhereRefused, ProviderRefused
from parvis.community.models import LogInProvider
from parvis.community.reads.log_in_ways import provider_name


def elsewhere_refused(refused: ElsewhereRefused, provider: LogInProvider | None) -> str:
    """For members."""
    name = {"name": provider_name(provider) if provider else ""}
    match refused.why:
        case "unreachable":
            return (
                _("%(name)s does not answer just now. Log in with a code by mail, or try again later.") % name
            )
        case "declined":
            return _("You stopped at %(name)s, so nothing happened. A code by mail works as well.") % name
        case "taken":
            return _("This account at %(name)s belongs to another member here.") % name
        case "over":
            return _("That log-in is over: it was used, took too long, or began elsewhere. Begin again.")
    return _("What %(name)s answered cannot be trusted. Begin again, or log in with a code by mail.") % name


def provider_refused(refused: ProviderRefused) -> str:
    """For administrators; what the provider said stands in brackets."""
    sentence = {
        "unreachable": _("The provider does not answer there. Check the address and try again."),
        "answer-refused": _("What answers there is no such provider. Copy the issuer to the letter."),
        "issuer-taken": _("This provider is set up already."),
        "incomplete": _("Fill in a name, the issuer and the client ID."),
    }[refused.code]
    return f"{sentence} ({refused.detail})" if refused.detail else sentence
