"""What every address for blocks declares: read by the company's own sites alone, kept by caches, without a cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from parvis.community.reads.blocks import block_settings
from parvis.community.web.origins import public_origin

KEPT_SECONDS = 300

View = Callable[..., HttpResponse]


def block(*, methods: tuple[str, ...] = ("GET", "HEAD"), kept: int = KEPT_SECONDS) -> Callable[[View], View]:
    """Another site than those that were named is refused; a request of no site (a cache, a person) is answered.

    Nothing here knows who asks, so no cookie is read and no token needed. ?language= says the language.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            site = request.headers.get("Origin", "")
            if site and site != own_origin(request) and site not in block_settings().origins:
                response: HttpResponse = JsonResponse({"code": "origin-not-named"}, status=403)
                response["Cache-Control"] = "no-store"
            else:
                wanted = request.GET.get("language", "")
                with override(wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
                    response = view(request, *args, **kwargs)
                if site:
                    response["Access-Control-Allow-Origin"] = site
                response.setdefault("Cache-Control", f"public, max-age={kept}" if kept else "no-store")
            # Sessions add Cookie to it, which these requests never carry.
            response["Vary"] = "Origin"
            response["Cross-Origin-Resource-Policy"] = "cross-origin"
            return response

        guarded.methods = methods  # type: ignore[attr-defined]
        guarded.is_public_page = True  # type: ignore[attr-defined]
        return guarded

    return decorate


def own_origin(request: HttpRequest) -> str:
    """Where the community is reached, without a slash at its end."""
    return public_origin(request)
