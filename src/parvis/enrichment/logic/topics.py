"""What a window of posts is about: keyphrases, clusters with readable names, terms that rise.

Keyphrases: word sequences between stop words and marks (RAKE; Rose et al. 2010), weighed by how many posts
hold them and by their length (C-value's idea; Frantzi, Ananiadou & Mima 2000).
Clusters: posts as normalised tf–idf over hashed words and phrases, spherical k-means (Dhillon & Modha 2001)
from seeded k-means++ centres; named by the phrases whose share inside most exceeds that outside.
Rising terms: log-likelihood ratio G² of two windows (Dunning 1993), only what grew, only with enough posts.
Pure: the random seed is passed in; same posts, same answer.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.normalise import READ_CHARACTERS, URL, USER, join_texts
from parvis.enrichment.logic.wordlists import stop_words

LONGEST_PHRASE = 3
DIMENSIONS = 2_048
SURE_G2 = 10.83  # chi-square, one degree of freedom, p < 0.001
_PIECE = re.compile(rf"[^\w'’#\s-]+|[{URL}{USER}]|\n")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)")

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase and in how many posts it stands."""

    phrase: str
    posts: int
    score: float


@dataclass(frozen=True, slots=True)
class Cluster:
    name: str
    terms: tuple[str, ...]
    members: tuple[int, ...]  # places of its posts, nearest to its centre first


def phrases_of(text: str) -> set[str]:
    """Words and phrases of one post, in lower case, without handles, links and stop words."""
    stops = stop_words()
    found: set[str] = set()
    for piece in _PIECE.split(join_texts([text[:READ_CHARACTERS]]).lower()):
        words = [_ELISION.sub("", word) for word in _WORD.findall(piece.replace("#", ""))]
        run: list[str] = []
        for word in [*words, ""]:
            if word and word not in stops and len(word) > 2:
                run.append(word)
                continue
            for first in range(len(run)):
                for last in range(first + 1, min(first + LONGEST_PHRASE, len(run)) + 1):
                    found.add(" ".join(run[first:last]))
            run = []
    return found


def _posts_with(texts: Iterable[str]) -> tuple[list[set[str]], Counter[str]]:
    each = [phrases_of(text) for text in texts]
    return each, Counter(phrase for phrases in each for phrase in phrases)


def keyphrases(texts: Sequence[str], *, count: int = 20, least_posts: int = 2) -> list[Term]:
    """The phrases that carry the window. A phrase that only ever stands inside a longer one yields to it."""
    _, posts = _posts_with(texts)
    kept = {phrase: number for phrase, number in posts.items() if number >= least_posts}
    inside: Counter[str] = Counter()
    for phrase, number in kept.items():
        words = phrase.split()
        for size in range(1, len(words)):
            for first in range(len(words) - size + 1):
                shorter = " ".join(words[first : first + size])
                inside[shorter] = max(inside[shorter], number)
    scored = [
        Term(phrase, number, round(math.log2(1 + len(phrase.split())) * (number - 0.9 * inside[phrase]), 3))
        for phrase, number in kept.items()
    ]
    return sorted(scored, key=lambda term: (-term.score, term.phrase))[:count]


def rising_terms(
    now: Sequence[str], before: Sequence[str], *, count: int = 20, least_posts: int = 3
) -> list[Term]:
    """Phrases whose share of posts grew from one window to the next, surest first; score is G²."""
    _, new = _posts_with(now)
    _, old = _posts_with(before)
    terms = []
    for phrase, number in new.items():
        earlier = old[phrase]
        if number < least_posts or number * max(len(before), 1) <= earlier * len(now):
            continue
        score = _log_likelihood(number, len(now), earlier, len(before))
        if score >= SURE_G2:
            terms.append(Term(phrase, number, round(score, 2)))
    terms.sort(key=lambda term: (-term.score, -len(term.phrase), term.phrase))
    shown: list[Term] = []
    for term in terms:
        # "carte bleue" says it; "carte" and "bleue" with as many posts would say it again.
        if not any(
            f" {term.phrase} " in f" {other.phrase} " and other.posts >= 0.9 * term.posts for other in shown
        ):
            shown.append(term)
        if len(shown) == count:
            break
    return shown


def _log_likelihood(new: int, of_new: int, old: int, of_old: int) -> float:
    """G² of two shares: 2 Σ observed · ln(observed / expected) over the four cells."""
    share = (new + old) / max(of_new + of_old, 1)
    cells = (
        (new, of_new * share),
        (of_new - new, of_new * (1 - share)),
        (old, of_old * share),
        (of_old - old, of_old * (1 - share)),
    )
    return 2 * sum(seen * math.log(seen / expected) for seen, expected in cells if seen > 0 and expected > 0)


def cluster_posts(
    texts: Sequence[str], *, count: int | None = None, seed: int = 0, rounds: int = 15
) -> list[Cluster]:
    """Groups of posts that speak of the same, largest first. Posts without a word that another post
    shares are in no cluster. `count`: how many to look for; about √(posts / 2) unless given.
    """
    each, posts = _posts_with(texts)
    shared = {phrase for phrase, number in posts.items() if 2 <= number <= max(2, len(texts) // 2)}
    places = [place for place, phrases in enumerate(each) if phrases & shared]
    if not places:
        return []
    points = _points([each[place] & shared for place in places], posts, len(texts))
    wanted = count or max(2, round(math.sqrt(len(places) / 2)))
    owner, nearness = _spherical_k_means(points, min(wanted, len(places)), seed, rounds)
    clusters = []
    for number in range(int(owner.max()) + 1):
        rows = np.flatnonzero(owner == number)
        if len(rows) < 2:
            continue
        ordered = rows[np.argsort(-nearness[rows], kind="stable")]
        terms = _names([each[places[row]] & shared for row in rows], posts, len(texts))
        members = tuple(places[row] for row in ordered.tolist())
        clusters.append(Cluster(", ".join(terms[:2]) or "…", tuple(terms), members))
    return sorted(clusters, key=lambda cluster: (-len(cluster.members), cluster.name))


def _points(each: Sequence[set[str]], posts: Counter[str], total: int) -> Matrix:
    points = np.zeros((len(each), DIMENSIONS), dtype=np.float32)
    rank = {phrase: place for place, phrase in enumerate(sorted({p for phrases in each for p in phrases}))}
    spread = np.random.default_rng(0).integers(0, DIMENSIONS, len(rank))
    for row, phrases in enumerate(each):
        for phrase in phrases:
            points[row, spread[rank[phrase]]] += math.log(1 + total / posts[phrase])
    return np.asarray(
        points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-9), dtype=np.float32
    )


def _spherical_k_means(
    points: Matrix, count: int, seed: int, rounds: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    chance = np.random.default_rng(seed)
    centres = points[[int(chance.integers(len(points)))]]
    while len(centres) < count:
        far = np.maximum(1 - (points @ centres.T).max(axis=1), 0).astype(float)
        if far.sum() <= 1e-6:
            break
        centres = np.vstack([centres, points[[int(chance.choice(len(points), p=far / far.sum()))]]])
    owner = np.zeros(len(points), dtype=np.int64)
    for turn in range(rounds):
        nearness = points @ centres.T
        moved = nearness.argmax(axis=1)
        if turn and (moved == owner).all():
            break
        owner = moved
        for number in range(len(centres)):
            total = points[owner == number].sum(axis=0)
            if (size := float(np.linalg.norm(total))) > 0:
                centres[number] = total / size
    return owner, (points @ centres.T).max(axis=1)


def _names(inside: Sequence[set[str]], posts: Counter[str], total: int, *, count: int = 5) -> list[str]:
    """Phrases that most tell these posts from the others, none repeating another."""
    here = Counter(phrase for phrases in inside for phrase in phrases)
    scored = sorted(
        (
            (
                -_log_likelihood(number, len(inside), posts[phrase] - number, total - len(inside)),
                -len(phrase),
                phrase,
            )
            for phrase, number in here.items()
            if number * total > posts[phrase] * len(inside) and number >= 2
        )
    )
    names: list[str] = []
    for _, _, phrase in scored:
        if not any(set(phrase.split()) & set(name.split()) for name in names):
            names.append(phrase)
        if len(names) == count:
            break
    return names
