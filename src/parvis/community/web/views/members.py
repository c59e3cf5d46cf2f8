"""What a member shows of themselves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from parvis.community.models import Member
from parvis.community.reads.question_list import questions
from parvis.community.web.pages import page
from parvis.community.web.sessions import member_of


@page()
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    shown = Member.objects.filter(pk=member_id, left_at=None).first()
    if shown is None:
        raise Http404("member")
    reader = member_of(request)
    listed = questions(reader, author_id=shown.pk, order="newest", after=request.GET.get("after", ""))
    return render(
        request, "community/members/member.html", {"shown": shown, "member": reader, "listed": listed}
    )
