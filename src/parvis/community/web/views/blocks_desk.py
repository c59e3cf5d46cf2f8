"""Setting up the blocks of the company's own site, and what they did."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from parvis.community.actions.blocks import set_block_settings
from parvis.community.logic.blocks import clean_origins
from parvis.community.reads.blocks import block_rows, block_settings
from parvis.community.reads.product_pages import shown_pages
from parvis.community.web.block_pages import own_origin
from parvis.community.web.review_words import KINDS
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

DAYS = 28


@screen(permission="community.manage", methods=("GET", "HEAD", "POST"))
def blocks(request: HttpRequest) -> HttpResponse:
    """Which sites, whether the effect is measured, the lines to put in, and the counts of four weeks."""
    kept = block_settings()
    given = {
        "origins": "\n".join(kept.origins),
        "is_measured": "1" if kept.is_measured else "",
        "hold_out": str(round(kept.hold_out * 100)),
    }
    problem = ""
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in given}
        origins, wrong = clean_origins(given["origins"])
        if wrong:
            problem = _("“%(word)s” is no origin. Write https:// and the name, without a path.") % {
                "word": wrong[0][:80]
            }
        else:
            set_block_settings(
                origins=origins, is_measured=given["is_measured"] == "1",
                hold_out=(id_typed(given["hold_out"]) or 0) / 100, by=actor_of(request), now=utc_now(),
            )  # fmt: skip
            say(request, _("Saved. Pages that are open already follow within five minutes."))
            return redirect("community-desk-blocks")
    since = localdate(utc_now()) - timedelta(days=DAYS)
    example = shown_pages().select_related("product").first()
    shown = {
        "given": given, "problem": problem, "days": DAYS, "site": own_origin(request),
        "reference": example.product.reference if example else "MIS-2",
        "rows": [(row, KINDS[row.kind]) for row in block_rows(since=since)],
    }  # fmt: skip
    return render(request, "community/desk/blocks.html", shown, status=422 if problem else 200)
