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
    "webhook": (
        pgettext_lazy("kind of connection", "A webhook"),
        _("Another program hands in what it heard, signed: posts become mentions, messages conversations."),
    ),
}
KIND_NAMES: dict[str, Any] = {
    **{kind: name for kind, (name, _sentence) in ADDABLE.items()},
    "file": pgettext_lazy("kind of connection", "Files"),
    "demo": pgettext_lazy("kind of connection", "Demo channel"),
}
CHANNEL_OF_KIND = {"email": "email", "form": "form", "rss": "rss", "webhook": "webhook"}

FIELD_WORDS: dict[str, tuple[Any, Any]] = {
    "url": (_("Address of the feed"), _("The address that ends in .xml, /rss or /feed.")),
    "address": (_("E-mail address"), _("The address customers write to; answers are sent from it.")),
    "imap_host": (_("Server for incoming mail (IMAP)"), _("For example imap.example.org.")),
    "imap_port": (_("Port for incoming mail"), ""),
    "imap_security": (_("How incoming mail is protected"), ""),
    "imap_user": (_("Log-in for incoming mail"), _("Empty: the e-mail address.")),
    "folder": (_("Folder that is read"), ""),
    "history_days": (_("Days of past mail to fetch at first"), ""),
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
    "title": (_("Title of the page"), ""),
    "intro": (_("What stands above the form"), ""),
    "site": (_("Name of the site"), ""),
    "language": (_("Language"), ""),
    "reply_connection_id": (
        _("Mailbox that answers go out by"),
        _("Without one, what is sent in the form can be read here and not answered."),
    ),
}
CHOICE_WORDS: dict[str, Any] = {
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
