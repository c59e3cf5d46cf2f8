"""What can be left out, and why a post was, as people say it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

from parvis.listening.models import Exclusion

KIND_WORDS: dict[str, Any] = {
    Exclusion.SITE: pgettext_lazy("left out", "a site"),
    Exclusion.AUTHOR: pgettext_lazy("left out", "an author"),
    Exclusion.WORD: pgettext_lazy("left out", "a word or phrase"),
}
REASON_WORDS: dict[str, Any] = {
    "site": pgettext_lazy("why left out", "a site that is left out"),
    "author": pgettext_lazy("why left out", "an author who is left out"),
    "word": pgettext_lazy("why left out", "a word that is left out"),
    "author_cap": pgettext_lazy("why left out", "too many of one author on a day"),
    "no_match": pgettext_lazy("why left out", "no query found it"),
}
