"""Random queries, and texts in which they find something: few words, written in many ways."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from parvis.listening.logic.query.nodes import (
    Contains,
    Equals,
    Near,
    Node,
    Number,
    Pattern,
    Phrase,
    Raw,
    Repost,
    Site,
    Window,
    Within,
    Word,
)
from parvis.listening.logic.query.parse import all_of, any_of, negated
from parvis.listening.logic.query.post import Post

# How one word may be written: accents composed and not, ligatures, case, invisible signs.
WRITTEN = [
    "https://example.org/news?q=",
    "love", "LOVE", "Love", "lo\xadve", "loves", "loving", "paris", "Pàris", "PARI\u0301S", "parisienne",
    "été", "e\u0301te\u0301", "ÉTÉ", "ete", "œuvre", "oeuvre", "ŒUVRE", "æon", "aeon", "straße", "STRASSE",
    "ﬁn", "fin", "l'oréal", "L’ORÉAL", "l oreal", "lʼoréal", "oreal", "l", "NASA", "nasa", "Google+",
    "google", "C++", "c", "c_d", "½", "1", "日本", "हिन्दी", "İstanbul", "istanbul", "ΣΊΣΥΦΟΣ", "σίσυφος",
    "ſun", "sun", "µ", "woman", "women", "womyn", "a", "b", "の", "ｆｉｎ", "𝓯𝓲𝓷", "が", "\u304b\u3099", "Łódź",
    "lodz", "\u200dlove", "42", "№", "𐐀𐐨",
]  # fmt: skip
SIGNS = [
    " ", " ", " ", " ", " #", " @", "-", "’", "'", "#", "@", ". ", "™ ", "\u200b", "\xad", "\u0301", "😀",
    "\n", "_", "＃", "+",
]  # fmt: skip
WORDS = [
    "love", "loves", "paris", "ete", "oeuvre", "aeon", "strasse", "fin", "l", "oreal", "nasa", "google", "c", "c_d",
    "½", "1", "日本", "istanbul", "sun", "women", "a", "b", "lodz", "が", "42", "_",
]  # fmt: skip
PATTERNS = ["lov*", "wom?n", "w?m?n", "oreal*", "str*e", "ist*n*l", "par*s", "nas?", "nasa*", "l?ve*"]


def texts() -> SearchStrategy[str]:
    """Texts of the words above, and now and then of anything."""
    parts = st.lists(st.tuples(st.sampled_from(SIGNS), st.sampled_from(WRITTEN)), max_size=12)
    known = parts.map(lambda pairs: "".join(sign + word for sign, word in pairs).lstrip(" "))
    return st.one_of(known, known, known, st.text(max_size=20))


def terms() -> SearchStrategy[Word | Pattern]:
    signs = st.sampled_from(["", "", "", "", "#", "@"])
    words = st.builds(Word, st.sampled_from(WORDS), signs)
    return st.one_of(
        words, words, words, st.builds(Pattern, st.sampled_from(PATTERNS[:7] + PATTERNS[8:]), signs)
    )


def phrases() -> SearchStrategy[Phrase]:
    return st.builds(Phrase, st.lists(terms(), min_size=2, max_size=3).map(tuple))


def _windows() -> SearchStrategy[Window]:
    several = st.lists(terms(), min_size=2, max_size=4).map(tuple)
    return st.builds(lambda terms, more: Window(terms, len(terms) - 1 + more), several, st.integers(0, 4))


def _nears() -> SearchStrategy[Near]:
    operand = st.one_of(terms(), phrases())
    group = st.lists(operand, min_size=1, max_size=3).map(tuple)
    return st.builds(Near, group, group, st.integers(1, 5), st.booleans())


def _conditions() -> SearchStrategy[Node]:
    return st.one_of(
        st.builds(Raw, st.sampled_from(["Google+", "NASA", "été", ":)", "C++", "L’ORÉAL", "l'oréal", '5"', "+ N"])),
        st.builds(Within, st.sampled_from(["title", "author"]), st.lists(terms(), min_size=1, max_size=2).map(tuple)),
        st.builds(Equals, st.just("lang"), st.sampled_from(["fr", "en", "pt", "pt br"])),
        st.builds(Equals, st.just("source"), st.sampled_from(["mastodon", "hacker news"])),
        st.builds(Equals, st.just("country"), st.sampled_from(["fr", "us"])),
        st.builds(Equals, st.just("sentiment"), st.sampled_from(["negative", "positive"])),
        st.builds(Equals, st.just("intent"), st.sampled_from(["complaint", "question"])),
        st.builds(Site, st.sampled_from(["example.com", "com", "shop.example.com"])),
        st.builds(Contains, st.sampled_from(["url", "link"]), st.sampled_from(["/news", "example", "?q="])),
        st.builds(
            Number, st.sampled_from(["followers", "engagement"]), st.sampled_from([">", ">=", "<", "<=", "="]),
            st.sampled_from([0, 10, 1000]),
        ),
        st.just(Repost()),
    )  # fmt: skip


def nodes() -> SearchStrategy[Node]:
    """Trees of everything the language has, in the one form that parsing gives them."""
    leaves = st.one_of(terms(), terms(), phrases(), _windows(), _nears(), _conditions())
    return st.recursive(
        leaves,
        lambda inside: st.one_of(
            st.lists(inside, min_size=2, max_size=4).map(all_of),
            st.lists(inside, min_size=2, max_size=4).map(any_of),
            inside.map(negated),
        ),
        max_leaves=8,
    )


def posts() -> SearchStrategy[Post]:
    return st.builds(
        Post,
        id=st.integers(),
        text=texts(),
        title=st.one_of(st.just(""), texts()),
        author=st.one_of(st.just(""), texts()),
        url=st.sampled_from(["", "https://example.com/news?q=1", "http://Shop.Example.com:80", "HTTPS://u@example.com.evil/"]),
        links=st.sampled_from([(), ("https://example.org/news",), ("x", "Y?q=")]),
        source=st.sampled_from(["", "mastodon", "Hacker News"]),
        language=st.sampled_from(["", "fr", "en", "pt-BR"]),
        country=st.sampled_from(["", "FR", "us"]),
        followers=st.sampled_from([None, 0, 10, 999, 1000.5]),
        engagement=st.sampled_from([None, 0, 10, 1000]),
        is_repost=st.booleans(),
        sentiment=st.sampled_from(["", "negative", "positive"]),
        intents=st.sampled_from([(), ("complaint",), ("question", "Complaint")]),
    )  # fmt: skip


# Pieces of which typed queries, right and wrong, are put together.
TYPED = [
    "love", "paris", "été", "AND", "OR", "NOT", "-", "(", ")", '"', '"a b"', '"a b"~5', '"a b c"~1',
    "NEAR/5", "NEAR/0", "NEAR", "ONEAR/2", "NEAR/3f", "near/9999", "*", "*a", "ab*", "kiss*", "wom?n",
    "raw:", "raw:Google+", 'raw:"', "#tag", "@", "lang:", "lang:fr", "title:(", "site:x.com", "site:x.com/y",
    "url:/a", "foo:bar", "http://x.y", "followers>10k", "followers>", "engagement<=5", "is:repost", "is:x",
    "sentiment:pos", "sentiment:x", "$brand", "$other", "$self", "<<<", ">>>", "/*", "*/", "SAMPLE 25",
    "LOCATION(", "LANG(", "IN_URL(", "~5", "a~2", "a^2", "/x/", "RT_OF", "|", "&&", "!", "😀", "«", "»", "“",
    "”", "…", '!"NASA"', "author:", "\x00", "city:paris", "W/5", "-(", "+a", "a-b", "l'x",
]  # fmt: skip


def typed_queries() -> SearchStrategy[str]:
    pieces = st.lists(st.tuples(st.sampled_from(TYPED), st.sampled_from([" ", " ", " ", ""])), max_size=12)
    return st.one_of(pieces.map(lambda pairs: "".join(a + b for a, b in pairs)), st.text(max_size=30))
