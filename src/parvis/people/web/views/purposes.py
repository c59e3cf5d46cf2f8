"""Purposes: what each rests on, how long it holds, and the words it is asked with. For the data-protection officer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.people.actions.purposes import decide_purpose, write_wording
from parvis.people.logic.errors import RuleRefused
from parvis.people.logic.wordings import SHIPPED, shipped_wording
from parvis.people.models import Wording
from parvis.people.reads.purposes import (
    RuleInForce,
    asked_facts,
    rules_in_force,
    versions_of,
    wordings_in_force,
)
from parvis.people.web.forms import CONSENT_CHANNELS, CONSENT_PURPOSES
from parvis.people.web.purpose_forms import RuleForm
from parvis.people.web.purpose_words import BASES, RULE_REFUSALS


@screen(permission="privacy.manage")
def purposes(request: HttpRequest) -> HttpResponse:
    wordings = wordings_in_force(get_language() or "en")
    asked = {fact.code for fact in asked_facts()}
    rules = [_shown(rule) for rule in rules_in_force().values()]
    return render(
        request,
        "people/purposes/index.html",
        {
            "asked": [one | {"words": wordings[one["code"]]} for one in rules if one["code"] in asked],
            "fixed": [one for one in rules if one["code"] not in asked],
        },
    )


@screen(permission="privacy.manage", methods=("GET", "HEAD", "POST"))
def purpose(request: HttpRequest, purpose_code: str) -> HttpResponse:
    """POST with act=words writes a new version of the words; otherwise it decides."""
    fact = next((one for one in asked_facts() if one.code == purpose_code), None)
    if fact is None:
        raise Http404
    rule = rules_in_force()[purpose_code]
    form = RuleForm(rule)
    words_error, typed = "", {}
    if request.method == "POST" and request.POST.get("act") == "words":
        language = request.POST.get("language", "")
        typed = {language: request.POST.get("text", "")[:4000]}
        try:
            written = write_wording(
                purpose_code, language=language, text=typed[language], by=actor_of(request), now=utc_now()
            )
        except RuleRefused as refused:
            words_error = str(RULE_REFUSALS[refused.code])
        else:
            say(
                request,
                _("Version %(n)d is what people are shown from now on.") % {"n": written.version}
                if written
                else _("These are the words already in force."),
            )
            return redirect("purpose", purpose_code)
    elif request.method == "POST":
        form = RuleForm(rule, request.POST)
        if form.is_valid():
            try:
                decide_purpose(purpose_code, **form.decided(), by=actor_of(request), now=utc_now())
            except RuleRefused as refused:
                form.refuse(refused.code)
            else:
                say(request, _("Decided. It holds from now on, for every screen, export and job."))
                return redirect("purposes")
    return render(
        request,
        "people/purposes/purpose.html",
        {
            "one": _shown(rule),
            "form": form,
            "words_error": words_error,
            "languages": [_in_language(purpose_code, code, typed) for code, _name in settings.LANGUAGES],
            "versions": versions_of(purpose_code),
        },
        status=400 if form.errors or words_error else 200,
    )


def _shown(rule: RuleInForce) -> dict[str, Any]:
    fact = rule.fact
    title = CONSENT_PURPOSES.get(fact.purpose, settings.PURPOSES.get(rule.code, rule.code))
    channel = dict(CONSENT_CHANNELS).get(fact.channel, "") if fact.channel else ""
    return {
        "code": rule.code,
        "rule": rule,
        "title": title,
        "channel": channel,
        "heading": capfirst(", ".join(filter(None, (str(title), str(channel))))),
        "basis": BASES.get(rule.basis, rule.basis),
        "exceptions": [BASES[one] for one in rule.exceptions],
    }


def _in_language(code: str, language: str, typed: dict[str, str]) -> dict[str, Any]:
    now = wordings_in_force(language)[code]
    newest = Wording.objects.filter(code=code, language=language).order_by("-version").first()
    text = newest.text if newest else shipped_wording(code, language)
    return {
        "code": language,
        "name": dict(settings.LANGUAGES)[language],
        "now": now,
        "is_shipped": now.version == SHIPPED,
        "text": typed.get(language, text),
    }
