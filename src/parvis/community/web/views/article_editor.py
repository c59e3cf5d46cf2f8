"""Writing an article: nothing typed is lost, and two editors at once are told of each other."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.community.actions.article_begin import LANGUAGES, article_from, write_article
from parvis.community.actions.article_review import submit_article
from parvis.community.actions.articles import draft_place, save_article
from parvis.community.actions.drafts import keep_draft
from parvis.community.actions.join import member_of_staff
from parvis.community.logic.articles import article_html
from parvis.community.logic.errors import ChangedMeanwhile, CommunityError
from parvis.community.models import Article, Board, Draft, Member
from parvis.community.permissions import get_answer
from parvis.community.reads.article_desk import differences, get_desk_article, words_why_not
from parvis.community.reads.reviewers import has_other_reviewer
from parvis.community.web.article_addresses import desk_address
from parvis.community.web.pages import page, taking_part
from parvis.community.web.sentences import sentence
from parvis.community.web.views.question import address_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen

FIELDS = ("title", "text", "tags", "board", "language", "why")


@screen(permission="community.answer", methods=("GET", "HEAD", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    by = _editor(request)
    given = dict.fromkeys(FIELDS, "") | {"language": get_language() or "en"}
    if request.method != "POST":
        kept = Draft.objects.filter(member=by, place="article:new").first()
        given |= {"title": kept.title, "text": kept.text} if kept else {}
        return _form(request, None, given, base=0, kept=kept)
    given = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        article = write_article(
            title=given["title"], text=given["text"], language=given["language"], board=_board(given),
            tags=given["tags"].split(","), by=by, now=utc_now(),
        )  # fmt: skip
    except CommunityError as refused:
        return _form(request, None, given, base=0, problem=sentence(refused))
    return _saved(request, article, by)


@screen(permission="community.answer", methods=("GET", "HEAD", "POST"))
def edit(request: HttpRequest, article_id: int) -> HttpResponse:
    by = _editor(request)
    article = get_desk_article(article_id)
    newest = article.newest
    assert newest is not None
    given = {
        "title": newest.title, "text": newest.text, "tags": ", ".join(newest.tags),
        "board": str(article.board_id or ""), "language": article.language, "why": "",
    }  # fmt: skip
    if request.method != "POST":
        kept = (
            Draft.objects.filter(member=by, place__startswith=draft_place(article.pk))
            .order_by("-saved_at")
            .first()
        )
        base = newest.number
        if kept is not None:
            base = id_typed(kept.place.rpartition(":")[2]) or base
            given |= {"title": kept.title, "text": kept.text}
        return _form(request, article, given, base=base, kept=kept)
    given = {name: request.POST.get(name, "") for name in FIELDS}
    base = id_typed(request.POST.get("base", "")) or 0
    original = article.original.published if article.original else None
    try:
        save_article(
            article, title=given["title"], text=given["text"], tags=given["tags"].split(","),
            board=_board(given), why=given["why"], base=base, by=by, now=utc_now(),
            source=original if request.POST.get("is_current") == "1" else None,
        )  # fmt: skip
    except ChangedMeanwhile:
        # What was typed stays in the form and with the account; the other's words are shown beside it.
        keep_draft(
            by,
            place=f"{draft_place(article.pk)}{base}",
            title=given["title"],
            text=given["text"],
            now=utc_now(),
        )
        return _form(request, get_desk_article(article_id), given, base=base, status=409)
    except CommunityError as refused:
        return _form(request, article, given, base=base, problem=sentence(refused))
    return _saved(request, article, by)


@screen(permission="community.answer", methods=("POST",))
def draft(request: HttpRequest) -> HttpResponse:
    """Keeps what an editor is writing, with the number of the revision they began from."""
    article_id, base = id_typed(request.POST.get("article", "")), id_typed(request.POST.get("base", ""))
    place = f"{draft_place(article_id)}{base or 0}" if article_id else "article:new"
    given = {name: request.POST.get(name, "").replace("\x00", "") for name in ("title", "text")}
    keep_draft(_editor(request), place=place, **given, now=utc_now())
    return JsonResponse({"kept": True})


@screen(permission="community.answer", methods=("POST",))
def preview(request: HttpRequest) -> HttpResponse:
    """What readers would see, as a fragment."""
    shown = {
        "title": request.POST.get("title", ""),
        "html": article_html(request.POST.get("text", "")[:32_000]),
    }
    return render(request, "community/desk/articles/_preview.html", shown)


@page(methods=("POST",), members_only=True)
def propose(request: HttpRequest, answer_id: int) -> HttpResponse:
    """An answer becomes an article in one step: an employee goes on in the editor, a super-user has proposed it."""
    by = taking_part(request)
    assert by is not None
    answer = get_answer(by, answer_id)
    try:
        article, is_new = article_from(answer, by=by, now=utc_now())
    except CommunityError as refused:
        shown = {"member": by, "question": answer.question, "problem": sentence(refused)}
        return render(request, "community/articles/proposed.html", shown, status=422)
    if request.user.is_authenticated and request.user.may("community.answer"):
        if not is_new:
            say(request, _("There is an article of this answer already: this is it."), tone="information")
        return redirect(desk_address(article))
    return render(
        request, "community/articles/proposed.html",
        {"member": by, "question": answer.question, "address": address_of(answer.question)},
    )  # fmt: skip


def _saved(request: HttpRequest, article: Article, by: Member) -> HttpResponse:
    if request.POST.get("then") == "submit":
        try:
            submit_article(article, by=by, now=utc_now())
        except CommunityError as refused:
            say(request, sentence(refused), tone="warning")
        else:
            say(request, _("Saved, and it waits for a colleague who reads it."))
    else:
        say(request, _("Saved as a draft. Readers see no change yet."))
    return redirect(desk_address(article))


def _form(
    request: HttpRequest,
    article: Article | None,
    given: dict[str, str],
    *,
    base: int,
    kept: Draft | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    user = account_of(request)
    newest = article.newest if article else None
    context: dict[str, Any] = {
        "article": article, "given": given, "base": base, "kept": kept, "problem": problem,
        "boards": Board.objects.filter(fused_into=None, is_private=False), "languages": LANGUAGES,
        "may_publish": user.may("community.manage"), "html": article_html(given["text"][:32_000]),
    }  # fmt: skip
    if article is not None and newest is not None:
        context["conflict"] = newest if newest.number != base else None
        if context["conflict"] is not None:
            before = article.revisions.filter(number=base).first() or newest
            context["their_changes"] = differences(before, newest)
        context |= _translation(article)
        context["words"] = words_why_not(article, most=5)
        context["is_own"] = newest.by.staff_id == user.pk
        context["is_alone"] = not has_other_reviewer(newest.by) if context["is_own"] else False
    return render(request, "community/desk/articles/edit.html", context, status=422 if problem else status)


def _translation(article: Article) -> dict[str, Any]:
    """How a translation stands to its original; what of an original there is in other languages."""
    others = list(
        Article.objects.filter(original=article).select_related("newest__source", "original__published")
    )
    spoken = {article.language, *(one.language for one in others)}
    shown: dict[str, Any] = {
        "translations": others,
        "missing": [] if article.original_id else [one for one in LANGUAGES if one not in spoken],
    }
    original = article.original
    if original is not None and original.published is not None and article.newest is not None:
        source = article.newest.source
        if source is not None and source.number < original.published.number:
            shown["original_changes"] = differences(source, original.published)
    return shown


def _board(given: dict[str, str]) -> Board | None:
    return Board.objects.filter(pk=id_typed(given["board"]) or 0, is_private=False).first()


def _editor(request: HttpRequest) -> Member:
    """The member under whose name this account writes here."""
    return member_of_staff(account_of(request), now=utc_now())
