"""How much a new text looks like advertising: points from 0 to 100, each with its name, added up in the open.

Nothing here decides. From `hold` points a person looks before it is shown; from `withhold` on it is withheld at
once with its ground, and its author told and free to appeal (docs/method/community.md). A grey zone between two
thresholds follows Kitsune's classifier; points and thresholds are ours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

HOLD, WITHHOLD = 60, 90
# What has been learned from decisions counts only when there were so many of either kind.
LEAST_DECISIONS = 50
MOST_LEARNT = 30.0
_PHONE = re.compile(r"(?:\+|00)\d[\d .()-]{7,}\d|\b0\d(?:[ .-]?\d{2}){4}\b")
_CONTACT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w|\b(?:whats ?app|telegram|t\.me|wa\.me)\b", re.IGNORECASE
)
_LINK = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
# What advertising is about, how it asks, what it promises: counted only beside a way to get there (a link, a number,
# a messenger), because customers speak of money, percents and doctors as well.
_TRADE = re.compile(
    r"\b(?:loans?|credit check|prêts? (?:entre|de|rapide)|casinos?|slots?|free spins|pronos(?:tics)?|betting|jackpot"
    r"|viagra|cialis|tramadol|without (?:a )?prescription|sans ordonnance|keto|maigrir|minceur|weight loss"
    r"|lost \d+ ?kg|bitcoins?|btc|crypto\w*|forex|trading|replicas?|r[ée]pliques?|copies parfaites|outlet|backlinks?"
    r"|seo|page (?:of|de|on) google|(?:abonnés|followers|likes)\b.{0,30}\b(?:instagram|tiktok|youtube)|iptv"
    r"|registered passports?|permis de conduire enregistrés?|rencontres? (?:sérieuses?|coquines?)|dating|escorts?"
    r"|lonely|voyante?|médium|retour de l['’]être aimé|work(?:ing)? from home|data entry|depuis chez (?:soi|vous|toi)"
    r"|complément de revenus?|essays?|thesis|plagiarism|hackers?)\b",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:contact(?:ez)?(?: |-|: ?)(?:me|us|him|her|moi|nous|les?|la|notre|mme|mr?)|contact ?:"
    r"|(?:write|text|mail|message) (?:to |me|us)|écrivez|apply (?:at|now|here)|claim your|register|sign up"
    r"|inscri(?:ption|vez|s-toi)|rejoin[ts]|join (?:us|our|the)|cliquez|click here|appelez|dial|call (?:us|now|the)"
    r"|order now|buy now|commandez|visit (?:us|my|our|https?)|passez (?:voir|chez))(?!\w)",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"\d ?%|[€$£] ?\d|\d ?(?:€|\$|£|euros?\b|dollars?\b)|\b(?:bonus|free (?:trial|sample)|offerte?s?|gratuite?s?"
    r"|guaranteed|garantie?s?|discount|remise|promo|coupon|cheap(?:est)?|pas cher|no experience|aucun diplôme)\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W\d_]{3,20}")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known beside the text. hours_here: since the member joined; last_ten_minutes: texts before this one."""

    hours_here: float = 1e6
    last_ten_minutes: int = 0
    said_by_them_before: bool = False
    withheld_before: bool = False  # the same text was withheld as advertising, whoever wrote it
    watched: int = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """What decisions taught: log-odds of words towards advertising, and how many decisions of either kind."""

    words: Mapping[str, float]
    spam: int
    fine: int

    @property
    def is_enough(self) -> bool:
        return min(self.spam, self.fine) >= LEAST_DECISIONS


def spam_points(text: str, known: Circumstances, lesson: Lesson | None = None) -> dict[str, int]:
    """Points by the name of what gave them, those that gave none left out. Their sum is spam_score."""
    links = _LINK.findall(text)
    without = _LINK.sub("", text)
    letters = [sign for sign in without if sign.isalpha()]
    has_way = bool(links or _PHONE.search(text) or _CONTACT.search(text))
    points = {
        "links": (0, 15, 25, 40)[min(len(links), 3)],
        "only-links": 20 if links and len(letters) < 20 else 0,
        "new-account": 20 if known.hours_here < 1 else 10 if known.hours_here < 24 else 0,
        "at-once": 15 if known.hours_here < 1 / 60 else 0,
        "speed": 20 if known.last_ten_minutes >= 3 else 0,
        "repeated": 50 if known.said_by_them_before else 0,
        "withheld-before": 70 if known.withheld_before else 0,
        "watched": 30 if known.watched else 0,
        "contact": 15 if _PHONE.search(text) or _CONTACT.search(text) else 0,
        "trade": 25 if has_way and _TRADE.search(without) else 0,
        "call": 10 if has_way and _CALL.search(text) else 0,
        "offer": 10 if has_way and _OFFER.search(without) else 0,
        "shouting": 10 if len(letters) >= 20 and sum(map(str.isupper, letters)) > 0.6 * len(letters) else 0,
        "learnt": round(learnt_points(text, lesson)) if lesson else 0,
    }
    return {name: given for name, given in points.items() if given}


def spam_score(points: Mapping[str, int]) -> int:
    return max(0, min(100, sum(points.values())))


def tokens_of(text: str) -> set[str]:
    return {word.casefold() for word in _TOKEN.findall(text[:4000])}


def learn(spam: Iterable[str], fine: Iterable[str], *, most_words: int = 2000) -> Lesson:
    """Naive Bayes over the presence of words, with one added to every count (Laplace); rare words are left out."""
    counts: dict[str, list[int]] = {}
    seen = [0, 0]
    for side, texts in enumerate((spam, fine)):
        for text in texts:
            seen[side] += 1
            for word in tokens_of(text):
                counts.setdefault(word, [0, 0])[side] += 1
    odds = {
        word: math.log((in_spam + 1) / (seen[0] + 2)) - math.log((in_fine + 1) / (seen[1] + 2))
        for word, (in_spam, in_fine) in counts.items()
        if in_spam + in_fine >= 3
    }
    strongest = sorted(odds, key=lambda word: -abs(odds[word]))[:most_words]
    return Lesson({word: round(odds[word], 3) for word in strongest}, seen[0], seen[1])


def learnt_points(text: str, lesson: Lesson) -> float:
    """Within ±MOST_LEARNT: the mean of a text's fifteen strongest words, so that length alone proves nothing."""
    if not lesson.is_enough:
        return 0.0
    found = sorted((lesson.words[word] for word in tokens_of(text) & lesson.words.keys()), key=abs)[-15:]
    return max(-MOST_LEARNT, min(MOST_LEARNT, 10 * sum(found) / max(len(found), 5))) if found else 0.0


def print_of(text: str) -> str:
    """The same for a text and for the same text with other spaces, signs, digits and case."""
    return "".join(sign for sign in text.casefold() if sign.isalpha())[:2000]
