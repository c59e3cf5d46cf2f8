"""Changing what one wrote, and what it said before."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from parvis.community.actions.edit import edit_answer, edit_question
from parvis.community.logic.errors import CommunityError
from parvis.community.permissions import can_edit, get_answer, get_question
from parvis.community.reads.history import versions
from parvis.community.web.pages import page, taking_part
from parvis.community.web.sentences import sentence
from parvis.community.web.sessions import member_of
from parvis.community.web.views.question import address_of
from parvis.foundation.clock import utc_now


@page(methods=("GET", "HEAD", "POST"), members_only=True)
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    by = taking_part(request)
    here = get_question(by, question_id)
    if by is None or not can_edit(by, here):
        raise PermissionDenied("edit")
    given = {"title": here.title, "text": here.text, "tags": ", ".join(here.tags), "why": ""}
    problem = ""
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in given}
        try:
            edit_question(
                here,
                title=given["title"],
                text=given["text"],
                tags=given["tags"].split(","),
                why=given["why"],
                by=by,
                now=utc_now(),
            )
        except CommunityError as refused:
            problem = sentence(refused)
        else:
            here.refresh_from_db(fields=["slug"])
            return redirect(address_of(here))
    shown = {"question": here, "member": by, "problem": problem, **given}
    return render(request, "community/questions/edit.html", shown, status=422 if problem else 200)


@page(methods=("GET", "HEAD", "POST"), members_only=True)
def answer(request: HttpRequest, answer_id: int) -> HttpResponse:
    by = taking_part(request)
    here = get_answer(by, answer_id)
    if by is None or not can_edit(by, here):
        raise PermissionDenied("edit")
    text, why, problem = here.text, "", ""
    if request.method == "POST":
        text, why = request.POST.get("text", ""), request.POST.get("why", "")
        try:
            edit_answer(here, text=text, why=why, by=by, now=utc_now())
        except CommunityError as refused:
            problem = sentence(refused)
        else:
            return redirect(f"{address_of(here.question)}#answer-{here.pk}")
    shown = {
        "question": here.question,
        "answer": here,
        "member": by,
        "problem": problem,
        "text": text,
        "why": why,
    }
    return render(request, "community/questions/edit.html", shown, status=422 if problem else 200)


@page()
def question_history(request: HttpRequest, question_id: int) -> HttpResponse:
    reader = member_of(request)
    here = get_question(reader, question_id)
    shown = {"question": here, "member": reader, "versions": versions(here)}
    return render(request, "community/questions/history.html", shown)


@page()
def answer_history(request: HttpRequest, answer_id: int) -> HttpResponse:
    reader = member_of(request)
    here = get_answer(reader, answer_id)
    shown = {"question": here.question, "answer": here, "member": reader, "versions": versions(here)}
    return render(request, "community/questions/history.html", shown)
