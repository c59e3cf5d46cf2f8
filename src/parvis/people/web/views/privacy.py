"""Public pages of the rights desk: asking by right, and fetching one's copy. No log-in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from parvis.foundation.clock import utc_now
from parvis.people.actions.rights_archive import archive_behind, fetch_archive
from parvis.people.actions.rights_form import confirm_code, send_code
from parvis.people.logic.rights import RightsRefused
from parvis.people.reads.controller import controller
from parvis.people.web.rights_forms import CodeForm, PublicRequestForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def privacy_request(request: HttpRequest) -> HttpResponse:
    """First what is asked and by whom, then the code that came by mail."""
    if request.method == "POST" and "signed" in request.POST:
        return _confirmed(request)
    form = PublicRequestForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["website"]:
            # A machine filled in what people do not see: it is told what it wants to hear.
            return _page(request, code_form=CodeForm(), signed="-", email=said["email"])
        try:
            signed = send_code(
                right=said["right"],
                name=said["name"],
                email=said["email"],
                words=said["words"],
                language=get_language() or "en",
                visitor=_visitor_address(request),
                now=utc_now(),
            )
        except RightsRefused as refused:
            problem = refused.code
        else:
            return _page(request, code_form=CodeForm(), signed=signed, email=said["email"])
    status = 429 if problem == "too-often" else 400 if request.method == "POST" else 200
    return _page(request, form=form, problem=problem, status=status)


@never_cache
@require_safe
def privacy_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "people/rights/thanks.html", {"controller": controller()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def privacy_copy(request: HttpRequest, token: str) -> HttpResponseBase:
    """A page with a button, which uses the link up; a mail scanner that only looks does not."""
    now = utc_now()
    page: HttpResponseBase
    if request.method == "POST" and (fetched := fetch_archive(token, now=now)) is not None:
        archive, content = fetched
        page = StreamingHttpResponse(content, content_type="application/zip")
        page["Content-Disposition"] = f'attachment; filename="{archive.file_name}"'
        page["Content-Length"] = str(archive.size_bytes)
    else:
        held = archive_behind(token, now=now)
        page = render(request, "people/rights/fetch.html", {"archive": held}, status=200 if held else 404)
    # The link is a key: it travels to no other page and into no search engine.
    page["Referrer-Policy"] = "no-referrer"
    page["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    page["Cache-Control"] = "private, no-store"
    return page


def _confirmed(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    problem = "code-wrong"
    if form.is_valid():
        try:
            confirm_code(request.POST["signed"], form.cleaned_data["code"], now=utc_now())
        except RightsRefused as refused:
            problem = refused.code
        else:
            return redirect("privacy-thanks")
    if problem == "code-over":
        return _page(request, form=PublicRequestForm(), problem=problem, status=400)
    return _page(request, code_form=form, signed=request.POST["signed"], problem=problem, status=400)


def _page(request: HttpRequest, *, status: int = 200, **shown: object) -> HttpResponse:
    return render(request, "people/rights/form.html", {"controller": controller(), **shown}, status=status)


def _visitor_address(request: HttpRequest) -> str:
    """Behind a proxy (a public address is set) the proxy's word, else the other end of the line."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.ORIGIN and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
