"""What kinds of connections and their fields are called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Kinds that an administrator adds by hand, with what each is for. Files become sources by being imported.
ADDABLE: dict[str, tuple[Any, Any]] = {
    "email": (
        pgettext_lazy("kind of connection", "A mailbox"),
        _("What customers write to an address arrives in the inbox, and answers go out from it."),
    ),
    "form": (
        pgettext_lazy("kind of connection", "A contact form"),
        _("A page of your own for the website: what is sent there arrives in the inbox."),
    ),
    "rss": (
        pgettext_lazy("kind of connection", "A news feed"),
        _("Press, blogs and forums that publish RSS or Atom: their entries become mentions."),
    ),
    "mastodon": (
        pgettext_lazy("kind of connection", "Mastodon"),
        _("A hashtag, a timeline or a search of any Mastodon server; what names your account can be answered."),
    ),
    "bluesky": (
        pgettext_lazy("kind of connection", "Bluesky"),
        _("A search, or the whole network as it is written; what names your account can be answered."),
    ),
    "hackernews": (
        pgettext_lazy("kind of connection", "Hacker News"),
        _("Stories and comments that hold your words."),
    ),
    "discourse": (
        pgettext_lazy("kind of connection", "A Discourse forum"),
        _("The latest posts of a forum, or those that a search finds."),
    ),
    "nodebb": (
        pgettext_lazy("kind of connection", "A NodeBB forum"),
        _("The latest posts of a forum."),
    ),
    "reddit": (
        pgettext_lazy("kind of connection", "Reddit"),
        _("Posts and comments of communities, or those that a search finds. Needs an application of your own."),
    ),
    "youtube": (
        pgettext_lazy("kind of connection", "YouTube comments"),
        _("Comments on the videos of a channel, or on one video. Needs a key of your own."),
    ),
    "sitemap": (
        pgettext_lazy("kind of connection", "A website without a feed"),
        _("Pages that its sitemap names as new: their text becomes mentions."),
    ),
    "reviews": (
        pgettext_lazy("kind of connection", "Reviews"),
        _("A page with reviews in its markup, or a file of reviews at an address: stars, title and text."),
    ),
    "x": (
        pgettext_lazy("kind of connection", "X (Twitter)"),
        _("A search. Reading costs money: you set what a month may cost, and not a cent more is spent."),
    ),
    "webhook": (
        pgettext_lazy("kind of connection", "A webhook"),
        _("Another program hands in what it heard, signed: posts become mentions, messages conversations."),
    ),
}
KIND_NAMES: dict[str, Any] = {
    **{kind: name for kind, (name, _sentence) in ADDABLE.items()},
    "file": pgettext_lazy("kind of connection", "Files"),
    "demo": pgettext_lazy("kind of connection", "Demo channel"),
    "community": pgettext_lazy("channel", "Forum"),
}
CHANNEL_OF_KIND = {
    "email": "email",
    "form": "form",
    "rss": "rss",
    "mastodon": "mastodon",
    "bluesky": "bluesky",
    "hackernews": "community",
    "discourse": "community",
    "nodebb": "community",
    "reddit": "reddit",
    "youtube": "youtube",
    "sitemap": "rss",
    "reviews": "review",
    "x": "twitter",
    "webhook": "webhook",
}

FIELD_WORDS: dict[str, tuple[Any, Any]] = {
    "url": (_("Address of the feed"), _("The address that ends in .xml, /rss or /feed.")),
    "address": (_("E-mail address"), _("The address customers write to; answers are sent from it.")),
    "imap_host": (_("Server for incoming mail (IMAP)"), _("For example imap.example.org.")),
    "imap_port": (_("Port for incoming mail"), ""),
    "imap_security": (_("How incoming mail is protected"), ""),
    "imap_user": (_("Log-in for incoming mail"), _("Empty: the e-mail address.")),
    "folder": (_("Folder that is read"), ""),
    "history_days": (_("Days of past mail to fetch at first"), ""),
    "authserv_id": (
        _("Server whose checks of senders count"),
        _(
            "The name that stands first in the header Authentication-Results of a mail that arrived here. "
            "Empty: nothing is known of senders."
        ),
    ),
    "smtp_host": (
        _("Server for outgoing mail (SMTP)"),
        _("Empty: mail is read and never answered from here."),
    ),
    "smtp_port": (_("Port for outgoing mail"), ""),
    "smtp_security": (_("How outgoing mail is protected"), ""),
    "smtp_user": (_("Log-in for outgoing mail"), _("Empty: the e-mail address.")),
    "password": (pgettext_lazy("of a mailbox", "Password"), ""),
    "smtp_password": (_("Password for outgoing mail"), _("Empty: the same.")),
    "webhook_secret": (
        _("Secret that deliveries are signed with"),
        _("whsec_ and base64 of 24 to 64 bytes, the same at the program that delivers."),
    ),
    "server": (_("Address of the server"), _("For example https://mastodon.social.")),
    "timeline": (_("What is read"), ""),
    "mode": (_("What is read"), ""),
    "term": (_("Hashtag or words"), _("A hashtag without its sign, or the words of a search.")),
    "terms": (_("Words"), _("Separated by commas. Empty: everything, where that is possible.")),
    "query": (pgettext_lazy("field of a source", "Search"), _("In the search language of the site.")),
    "is_streamed": (_("Listen all the time"), _("Posts arrive within seconds, deletions too.")),
    "account": (_("Your own account there"), _("What names it is said to you and arrives in the inbox.")),
    "visibility": (_("Who sees answers"), ""),
    "access_token": (_("Access token"), _("Needed to listen all the time, to search, to read mentions and to answer.")),
    "languages": (_("Languages"), _("Codes separated by commas, for example fr, en. Empty: all.")),
    "app_password": (_("App password"), _("Made in the settings of your account; needed to answer.")),
    "service": (_("Address of the service"), _("Empty: the public one.")),
    "jetstream_url": (_("Address of the stream"), _("Empty: a public one.")),
    "api_key": (_("Key"), ""),
    "api_user": (_("Name that the key belongs to"), ""),
    "client_id": (_("Identifier of your application"), ""),
    "client_secret": (_("Secret of your application"), ""),
    "communities": (_("Communities"), _("Names without r/, separated by commas. Empty: all.")),
    "channel_id": (_("Identifier of the channel"), _("It begins with UC. Empty where videos are named.")),
    "video_ids": (_("Identifiers of videos"), _("Separated by commas.")),
    "daily_units": (_("Units a day"), _("What may be used of the key’s quota; one answer of comments costs one.")),
    "bearer_token": (_("Bearer token"), ""),
    "monthly_budget_usd": (_("Budget a month (US dollars)"), _("A hard limit: nothing is read beyond it.")),
    "usd_per_thousand": (_("Price of 1,000 posts (US dollars)"), _("As your contract says.")),
    "with_authors": (_("Read the authors’ names too"), _("Each author costs as much as a post.")),
    "title": (_("Title of the page"), ""),
    "intro": (_("What stands above the form"), ""),
    "site": (_("Name of the site"), ""),
    "language": (_("Language"), ""),
    "reply_connection_id": (
        _("Mailbox that answers go out by"),
        _("Without one, what is sent in the form can be read here and not answered."),
    ),
}
# Where a name means another thing for one kind: "kind.name".
FIELD_WORDS_OF_KIND: dict[str, tuple[Any, Any]] = {
    "sitemap.url": (_("Address of the sitemap"), _("Usually ends in /sitemap.xml; robots.txt names it.")),
    "reviews.url": (_("Address of the reviews"), _("A page with reviews in its markup, or a CSV or JSON file.")),
    "discourse.url": (_("Address of the forum"), ""),
    "nodebb.url": (_("Address of the forum"), ""),
}
CHOICE_WORDS: dict[str, Any] = {
    "hashtag": pgettext_lazy("what is read", "a hashtag"),
    "public": pgettext_lazy("what is read", "everything the server knows"),
    "local": pgettext_lazy("what is read", "what is written on the server"),
    "search": pgettext_lazy("what is read", "what a search finds"),
    "mentions": pgettext_lazy("what is read", "what names your account"),
    "stream": pgettext_lazy("what is read", "the whole network, filtered by the words"),
    "latest": pgettext_lazy("what is read", "the latest posts"),
    "posts": pgettext_lazy("what is read", "posts"),
    "comments": pgettext_lazy("what is read", "comments"),
    "all": pgettext_lazy("what is read", "posts and comments"),
    "in_public": pgettext_lazy("who sees answers", "everybody"),
    "unlisted": pgettext_lazy("who sees answers", "everybody, outside of timelines"),
    "ssl": _("encrypted from the start (SSL/TLS)"),
    "starttls": _("encrypted after the greeting (STARTTLS)"),
    "plain": _("not encrypted: only on your own machine"),
}
IMPORT_FIELDS: dict[str, Any] = {
    "id": pgettext_lazy("column", "Identifier"),
    "text": pgettext_lazy("column", "Text"),
    "published_at": pgettext_lazy("column", "Date"),
    "author": pgettext_lazy("column", "Author’s handle"),
    "author_name": pgettext_lazy("column", "Author’s name"),
    "followers": pgettext_lazy("column", "Followers"),
    "title": pgettext_lazy("column", "Title"),
    "url": pgettext_lazy("column", "Link"),
    "site": pgettext_lazy("column", "Site"),
    "language": pgettext_lazy("column", "Language"),
    "country": pgettext_lazy("column", "Country"),
    "engagement": pgettext_lazy("column", "Engagement"),
    "is_repost": pgettext_lazy("column", "Repost (yes or no)"),
    "in_reply_to": pgettext_lazy("column", "In reply to (identifier)"),
    "inbound": pgettext_lazy("column", "Came in (yes or no)"),
    "recipient": pgettext_lazy("column", "Said to (brand)"),
}
# Fields that only a history of conversations has.
CONVERSATION_FIELDS = ("inbound", "recipient")
LAYOUT_NOTES: dict[str, Any] = {
    "published-at-is-import-time": _("No column holds a date: everything will count as said now."),
    "ids-from-content": _("No column holds an identifier: rows are recognised by their content."),
    "month-first": _("Dates are read with the month first (12/31/2025)."),
}
CHANNELS: dict[str, Any] = {
    "twitter": "X (Twitter)",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "reddit": "Reddit",
    "youtube": "YouTube",
    "review": pgettext_lazy("channel", "Reviews"),
    "rss": pgettext_lazy("channel", "Press and blogs"),
    "community": pgettext_lazy("channel", "Forum"),
    "email": pgettext_lazy("channel", "E-mail"),
    "webchat": pgettext_lazy("channel", "Web chat"),
    "phone": pgettext_lazy("channel", "Phone"),
    "file": pgettext_lazy("channel", "Something else"),
}
