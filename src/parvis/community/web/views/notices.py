"""What a member is told, how they want to be told, and the way out of mails without a log-in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from parvis.community.actions.devices import choose_kinds_on_devices
from parvis.community.actions.notices import choose, read_notices
from parvis.community.actions.stop import stop as stop_mails
from parvis.community.logic import notices as kinds
from parvis.community.models import Member, Notice, Question
from parvis.community.permissions import visible_boards
from parvis.community.reads.notice_links import mailbox_address, own_ask_address, read_stop
from parvis.community.reads.notice_titles import titles_of
from parvis.community.reads.notice_words import HOWS, KINDS, RHYTHMS, notice_sentence, stopped_words
from parvis.community.reads.notices import contact_of, notices_page, where_of
from parvis.community.web.device_words import browser_words
from parvis.community.web.devices import device_here
from parvis.community.web.pages import page, taking_part
from parvis.foundation.clock import utc_now
from parvis.foundation.push import public_sender_key


@page(members_only=True)
def notices(request: HttpRequest) -> HttpResponse:
    """The newest first, with what is chosen beside them."""
    member = taking_part(request)
    assert member is not None
    listed = notices_page(member, after=request.GET.get("after", ""))
    titles = titles_of(member, listed.rows)
    contact = contact_of(member)
    chosen = contact.notices if contact else {}
    shown = {
        "member": member,
        "rows": [(one, notice_sentence(one, titles[one.pk])) for one in listed.rows],
        "after": listed.after,
        "has_mail": contact is not None,
        "is_bouncing": contact is not None and contact.bounce_count >= kinds.MOST_BOUNCES,
        "choices": [
            (key, name, when, kinds.how_told(key, chosen), kinds.KINDS[key].is_chosen)
            for key, (name, when) in KINDS.items()
        ],
        "hows": list(HOWS.items()),
        "rhythms": list(RHYTHMS.items()),
        "rhythm": kinds.rhythm_of(chosen),
        "addresses": _addresses(request, member.pk) if contact and mailbox_address() else [],
        "is_saved": "saved" in request.GET,
        **(_devices(request, member, chosen) if contact else {}),
    }
    return render(request, "community/notices/list.html", shown)


@page(members_only=True)
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """To where it leads; it is read then. Back to the list where that is closed to them by now."""
    member = taking_part(request)
    found = Notice.objects.filter(pk=min(notice_id, 2**63 - 1), member=member).first()
    if found is None or member is None:
        raise Http404("notice")
    read_notices(member, notice_id=found.pk, now=utc_now())
    is_open = titles_of(member, [found])[found.pk] is not None
    return redirect(where_of(found) if is_open else "community-notices")


@page(methods=("POST",), members_only=True)
def read_all(request: HttpRequest) -> HttpResponse:
    member = taking_part(request)
    assert member is not None
    read_notices(member, now=utc_now())
    return redirect("community-notices")


@page(methods=("POST",), members_only=True)
def settings(request: HttpRequest) -> HttpResponse:
    """How each kind is told."""
    member = taking_part(request)
    assert member is not None
    names = [*KINDS, "rhythm"]
    choose(member.pk, {name: request.POST[name] for name in names if name in request.POST})
    if "devices" in request.POST:
        choose_kinds_on_devices(member.pk, request.POST.getlist("on-device"))
    return redirect(f"{request.path.removesuffix('settings/')}?saved")


# No session and no cookie: mail programs post here by themselves (RFC 8058), whoever is logged in.
@csrf_exempt
@page(methods=("GET", "HEAD", "POST"))
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, as mail programs look at links; pressing the button, or their own, does."""
    asked = read_stop(token)
    if asked is None:
        return render(request, "community/notices/stop.html", {"is_unknown": True}, status=404)
    if request.method == "POST":
        stop_mails(asked, now=utc_now())
    shown = {
        "what": stopped_words(asked.what),
        "is_done": request.method == "POST",
        "question": _question(asked.what),
    }
    return render(request, "community/notices/stop.html", shown)


def _question(what: str) -> Question | None:
    number = what.partition(":")[2]
    found = Question.objects.filter(pk=int(number)).first() if number.isdigit() else None
    return found if found is not None and found.is_shown and not found.board.is_private else None


def _devices(request: HttpRequest, member: Member, chosen: dict[str, Any]) -> dict[str, Any]:
    return {
        "device_kinds": [key for key in KINDS if kinds.on_devices(key, chosen)],
        "devices": [(one, browser_words(one.browser)) for one in member.devices.all()],
        "device_here": device_here(request, member),
        "sender_key": public_sender_key(),
    }


def _addresses(request: HttpRequest, member_id: int) -> list[tuple[str, str]]:
    boards = visible_boards(taking_part(request)).filter(is_closed=False)[:30]
    return [(board.name, own_ask_address(member_id, board)) for board in boards]
