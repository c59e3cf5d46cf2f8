"""What a member shows of themselves: as much as they chose."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from parvis.community.models import Badge, Member
from parvis.community.reads.member_page import answers_of_member, badges_of
from parvis.community.reads.question_list import questions
from parvis.community.web.pages import page
from parvis.community.web.reputation_words import badge_about, badge_name, formula_words
from parvis.community.web.sessions import member_of


@page()
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    """?part=questions: what they asked; else what they answered, each by key."""
    shown = Member.objects.filter(pk=member_id, left_at=None).first()
    if shown is None:
        raise Http404("member")
    reader, after = member_of(request), request.GET.get("after", "")
    part = "questions" if request.GET.get("part") == "questions" else "answers"
    listed = (
        questions(reader, author_id=shown.pk, order="newest", after=after) if part == "questions" else None
    )
    given, key = ([], "") if listed else answers_of_member(shown, reader, after=after)
    held = badges_of(shown) if shown.shows_badges else []
    rows = [
        (badge_name(one.badge), badge_about(one.badge), formula_words(one.badge.formula), one) for one in held
    ]
    context = {
        "shown": shown, "member": reader, "part": part, "listed": listed, "answers": given,
        "after": listed.after if listed else key, "is_mine": reader is not None and reader.pk == shown.pk,
        "rank": next((row[0] for row in rows if row[3].badge.kind == Badge.RANK), ""),
        "badges": [row for row in rows if row[3].badge.kind == Badge.BADGE], "is_first_page": not after,
    }  # fmt: skip
    return render(request, "community/members/member.html", context)
