"""A member's own pages: profile, level, data, the link with the customer record, leaving. Never shown to others."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.community.actions.count import count_facts
from parvis.community.actions.export import build_export, export_content, order_export
from parvis.community.actions.leave import leave as leave_for_good
from parvis.community.actions.profile import CHOICES, change_profile, show_picture, take_picture_off
from parvis.community.actions.record_link import is_linked, link_own_record, unlink_own_record
from parvis.community.logic.errors import CommunityError, MayNot
from parvis.community.logic.limits import limits_of
from parvis.community.logic.names import name_key
from parvis.community.models import Answer, Member, MemberExport, Question
from parvis.community.personal_data import DECLARATION, export_of
from parvis.community.reads.member_page import standing_of
from parvis.community.web.pages import page, taking_part
from parvis.community.web.reputation_words import change_words, level_words, missing_words
from parvis.community.web.sentences import sentence
from parvis.community.web.sessions import log_out as drop_cookie
from parvis.foundation.clock import utc_now
from parvis.foundation.pictures import MOST_BYTES


@page(methods=("GET", "HEAD", "POST"), members_only=True)
def profile(request: HttpRequest) -> HttpResponse:
    """Name, words, language, and what the public page shows."""
    by = _member(request)
    if request.method != "POST":
        return _profile(request, by, {"name": by.name, "about": by.about, "language": by.language})
    given = {name: request.POST.get(name, "") for name in ("name", "about", "language")}
    try:
        change_profile(by, **given, shows={choice for choice in CHOICES if choice in request.POST})
    except CommunityError as refused:
        return _profile(request, by, given, problem=sentence(refused))
    return redirect("community-member", by.pk)


@page(methods=("POST",), members_only=True)
def picture(request: HttpRequest) -> HttpResponse:
    """A picture beside the name, or none."""
    by = _member(request)
    if "remove" in request.POST:
        take_picture_off(by)
        return redirect("community-me")
    sent = request.FILES.get("picture")
    try:
        if sent is None or (sent.size or 0) > MOST_BYTES:
            raise MayNot("picture")
        show_picture(by, sent.read())
    except CommunityError as refused:
        given = {"name": by.name, "about": by.about, "language": by.language}
        return _profile(request, by, given, problem=sentence(refused))
    return redirect("community-me")


@page(members_only=True)
def level(request: HttpRequest) -> HttpResponse:
    """Where one stands, what is missing for the next level, what each level may do."""
    by, now = _member(request), utc_now()
    count_facts(now=now, member_ids=[by.pk])  # so that the page agrees with what they just did
    standing = standing_of(by, now=now)
    shown = {
        "member": by, "here": "level", "standing": standing, "words": level_words(standing.level),
        "missing": [(missing_words(one), one) for one in standing.missing or ()],
        "changes": [(change_words(one), one) for one in standing.changes],
        "levels": [(level_words(number), limits_of(number), number == standing.level) for number in range(5)],
    }  # fmt: skip
    return render(request, "community/me/level.html", shown)


@page(methods=("GET", "HEAD", "POST"), members_only=True)
def data(request: HttpRequest) -> HttpResponse:
    """The copies one asked for; asking for another."""
    by, now = _member(request), utc_now()
    if request.method == "POST":
        made, is_small = order_export(by, language=get_language() or "en", now=now)
        if is_small:
            build_export(made.pk, gather=export_of, titles=DECLARATION.titles, now=now)
        return redirect("community-me-data")
    copies = MemberExport.objects.filter(member=by).order_by("-ordered_at")[:10]
    shown = {
        "member": by,
        "here": "data",
        "copies": copies,
        "is_waiting": any(c.state == "waiting" for c in copies),
    }
    return render(request, "community/me/data.html", shown)


@page(members_only=True)
def data_file(request: HttpRequest, export_id: int) -> HttpResponse:
    by = _member(request)
    made = MemberExport.objects.filter(pk=export_id, member=by, state=MemberExport.READY).first()
    content = export_content(made) if made else None
    if made is None or content is None:
        raise Http404("export")
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="community-{made.ordered_at:%Y-%m-%d}.zip"'
    return response


@page(methods=("GET", "HEAD", "POST"), members_only=True)
def record(request: HttpRequest) -> HttpResponse:
    """Joining one's name here with one's customer record, and taking it apart: by nobody else's act."""
    by, problem = _member(request), ""
    if request.method == "POST" and by.staff_id is None:
        try:
            if request.POST.get("act") == "unlink":
                unlink_own_record(by, now=utc_now())
            else:
                link_own_record(by, now=utc_now())
            return redirect("community-me-record")
        except CommunityError as refused:
            problem = sentence(refused)
    shown = {"member": by, "here": "record", "is_linked": is_linked(by), "problem": problem}
    return render(request, "community/me/record.html", shown, status=422 if problem else 200)


@page(methods=("GET", "HEAD", "POST"), members_only=True)
def leave(request: HttpRequest) -> HttpResponse:
    """For good, after typing one's name; texts stay without the name or go, as one chooses."""
    by, problem = _member(request), ""
    if by.staff_id is not None:
        raise Http404("staff")
    if request.method == "POST":
        if name_key(request.POST.get("name", "")) != by.name_key or not by.name_key:
            problem = _("Type your name exactly as it stands above, to be sure.")
        else:
            leave_for_good(by, takes_texts_back=request.POST.get("texts") == "gone", now=utc_now())
            response = render(request, "community/me/left.html", {"member": None})
            drop_cookie(response)
            return response
    mine = Question.objects.filter(author=by)
    shown = {
        "member": by, "here": "leave", "problem": problem, "questions": mine.count(),
        "answers": Answer.objects.filter(author=by).count(),
        "kept": mine.filter(answers__in=Answer.objects.exclude(author=by)).distinct().count(),
    }  # fmt: skip
    return render(request, "community/me/leave.html", shown, status=422 if problem else 200)


def _member(request: HttpRequest) -> Member:
    by = taking_part(request)
    assert by is not None  # members_only
    return by


def _profile(request: HttpRequest, by: Member, given: dict[str, str], *, problem: str = "") -> HttpResponse:
    shown = {"member": by, "here": "profile", "given": given, "problem": problem}
    return render(request, "community/me/profile.html", shown, status=422 if problem else 200)
