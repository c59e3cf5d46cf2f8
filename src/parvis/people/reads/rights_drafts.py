"""The drafts of answers in the requester's language, with the ground of a refusal and the remedy (art. 12(4) GDPR).

Read and changed by whoever signs them.
"""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from parvis.people.models import RightsRequest
from parvis.people.reads.controller import Controller, controller

ARTICLES = {
    "access": 15,
    "rectification": 16,
    "erasure": 17,
    "restriction": 18,
    "portability": 20,
    "objection": 21,
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
