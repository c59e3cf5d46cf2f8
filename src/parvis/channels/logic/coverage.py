"""What each kind of source does not see. A figure made of it is only as whole as this says.

The sentences are marked for translation and translated where they are shown.
"""

from __future__ import annotations


def _(sentence: str) -> str:
    """Marks a sentence for the translators' files; the translation happens at the edge."""
    return sentence


COVERAGE: dict[str, str] = {
    "rss": _(
        "Only what the site puts into its feed, often the beginning of a text. Entries that come "
        "and go between two looks are missed."
    ),
    "mastodon": _(
        "Only what this server knows: posts of other servers arrive where somebody there follows "
        "their authors. Posts for followers only, and accounts that object to being indexed, are "
        "left out."
    ),
    "bluesky": _(
        "Only posts with one of the words, in a language that was declared or left open. After a "
        "break of more than about a day the stream has a hole."
    ),
    "community": _("Texts for super-users alone, and what moderation withheld."),
    "hackernews": _("What the site’s search leaves out, and changes of wording."),
    "discourse": _("Categories that guests may not read, private messages, and changes of wording."),
    "nodebb": _("Categories that guests may not read, chats, and changes of wording."),
    "reddit": _("Private communities, and whatever is said beyond 1,000 posts between two looks."),
    "youtube": _(
        "Comments held for review, videos that closed them, and answers beyond the first five of a thread."
    ),
    "sitemap": _("Pages behind a log-in, pages that robots.txt closes, and more than 25 new pages an hour."),
    "reviews": _("Reviews that the page or file does not show: usually all but the latest."),
    "x": _(
        "Protected accounts, whatever the month’s budget did not reach, and deletions and changes "
        "after a post was read."
    ),
    "email": _("Only the one folder that is read."),
    "webhook": _("Only what the other program hands in."),
}


def coverage_sentence(kind: str) -> str:
    """The English sentence of a kind; "" where everything is seen."""
    return COVERAGE.get(kind, "")
