"""What a block shows, put into words here, so that its script stays small and speaks both languages."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.community.logic.blocks import ASK, QUESTIONS, REVIEWS
from parvis.community.logic.stars import Stars
from parvis.community.models import Review
from parvis.community.reads.question_list import QuestionRow
from parvis.community.web.review_words import CONSIDERATIONS_TOLD
from parvis.community.web.star_words import figures_in_words, stars_in_words
from parvis.foundation.installation import company_name


def stars_as_data(figures: Stars) -> dict[str, Any]:
    mean = None if figures.mean is None else number_format(round(figures.mean, 1), 1)
    return {
        "n": figures.n,
        "mean": figures.mean,
        "mean_words": mean,
        "words": figures_in_words(figures),
        "shares": [
            [stars, n, percent, stars_in_words(stars)] for stars, n, percent in figures.shares
        ],
    }  # fmt: skip


def review_as_data(review: Review, *, site: str) -> dict[str, Any]:
    reply = getattr(review, "reply", None)
    return {
        "id": review.pk,
        "stars": review.stars,
        "stars_words": stars_in_words(review.stars),
        "title": review.title,
        "html": review.html,
        "language": review.language,
        "by": _("A former member") if review.author.left_at else review.author.name,
        "verified": _("Verified purchase") if review.verified_at else "",
        "dates": dates_in_words(review),
        "changed": _("changed on %(day)s") % {"day": _day(review.edited_at)} if review.edited_at else "",
        "consideration": str(CONSIDERATIONS_TOLD.get(review.consideration, "")),
        "helpful": _helpful(review.helpful_count),
        "url": f"{site}{review.url}",
        "history_url": f"{site}/community/reviews/{review.pk}/history/",
        "pictures": [f"{site}{one.picture.small_url}" for one in review.pictures.all()],
        "reply": {
            "by": _("%(name)s for %(company)s") % {"name": reply.author.name, "company": company_name()},
            "when": _day(reply.written_at),
            "html": reply.html,
        }
        if reply is not None and reply.is_shown
        else None,
    }


def dates_in_words(review: Review) -> str:
    """Both dates that the law asks for."""
    return _("Experience of %(day)s · published on %(published)s") % {
        "day": date_format(review.experienced_on),
        "published": _day(review.written_at),
    }


def question_as_data(row: QuestionRow, *, site: str) -> dict[str, Any]:
    answers = ngettext("%(n)d answer", "%(n)d answers", row.answer_count) % {"n": row.answer_count}
    return {
        "title": row.title,
        "url": f"{site}{row.url}",
        "language": row.language,
        "state": _("solved") if row.is_solved else answers,
    }


def words_of(kind: str) -> dict[str, str]:
    """The sentences of one kind of block."""
    if kind == REVIEWS:
        return {
            "heading": _("Reviews"),
            "order": _("Order"),
            "write": _("Write a review"),
            "all": _("All reviews"),
            "more": _("More reviews"),
            "none": _("Nobody has reviewed this yet."),
            "how": _("How reviews work here"),
            "note": _(
                "Newest first unless you choose otherwise. Every review that is shown counts. “Verified purchase” "
                "was checked against our purchases; the others were not."
            ),
            "helpful": _("Helpful"),
        }
    if kind == QUESTIONS:
        return {
            "heading": _("Questions and answers"),
            "ask": _("Ask a question"),
            "none": _("Nobody has asked about it yet."),
            "all": _("All questions"),
        }
    assert kind == ASK
    return {
        "heading": _("Ask the community of %(company)s") % {"company": company_name()},
        "label": _("What is your question?"),
        "ask": _("Ask this question"),
        "none": _("Nothing like it was asked yet."),
        "found": _("Asked before, perhaps already answered:"),
    }


def _helpful(n: int) -> str:
    if not n:
        return ""
    return ngettext("%(n)d person found this helpful", "%(n)d people found this helpful", n) % {"n": n}


def _day(at: Any) -> str:
    return date_format(localtime(at).date())
