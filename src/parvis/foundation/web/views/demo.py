"""Settings → Start with my own data: the demo company is removed, the first administrator begins."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from parvis.foundation import installation
from parvis.foundation.audit import record
from parvis.foundation.clock import utc_now
from parvis.foundation.reads.demo import demo_counts
from parvis.foundation.web.screens import actor_of, screen

REQUEST_NAME = "remove-demo.json"


class StartForm(forms.Form):
    """The first account of the new installation, and a word typed on purpose."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters, and not a common word."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    word = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])

    def clean_word(self) -> str:
        if self.cleaned_data["word"].strip().upper() != confirmation_word():
            raise forms.ValidationError(_("Type the word as it is written above."))
        return str(self.cleaned_data["word"])


def confirmation_word() -> str:
    return pgettext("typed to confirm", "REMOVE")


@screen(permission="installation.manage", purpose="legal_duty", methods=("GET", "HEAD", "POST"))
def start_own(request: HttpRequest) -> HttpResponse:
    """What will be gone, in numbers; then the form; then the wish is left for the supervisor."""
    if not installation.is_demo():
        raise Http404
    form = StartForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    form.fields["word"].label = _("To confirm, type %(word)s") % {"word": confirmation_word()}
    if request.method == "POST" and form.is_valid():
        record("demo.removal_asked", by=actor_of(request), now=utc_now())
        leave_request(
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            language=form.cleaned_data["language"],
        )
        return redirect("start_own_wait")
    return render(
        request,
        "foundation/demo/index.html",
        {"form": form, "counts": demo_counts(), "is_waiting": request_path().exists()},
    )


@screen(permission="installation.manage")
def wait(request: HttpRequest) -> HttpResponse:
    """Shown until this database, and the session with it, is gone."""
    if not installation.is_demo():
        return redirect("today")
    return render(request, "foundation/demo/wait.html")


def request_path() -> Path:
    return Path(settings.REQUESTS_FOLDER) / REQUEST_NAME


def leave_request(*, email: str, name: str, password: str, language: str) -> None:
    """Write the wish whole or not at all, readable by nobody else; the password only as its hash."""
    wish = {"email": email, "name": name, "password_hash": make_password(password), "language": language}
    target = request_path()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".wish-")
    with os.fdopen(handle, "w") as stream:
        json.dump(wish, stream)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(temporary, target)
