"""The query language beside the editor: what to write, an example, what it does. All examples are read by a test."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Line:
    example: str
    says: str


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    lines: tuple[Line, ...]


def help_shown() -> tuple[Part, ...]:
    return (
        Part(
            _("Words"),
            (
                Line(_("tram late"), _("both words, anywhere; a space means AND")),
                Line("tram OR bus", _("one of them")),
                Line(_("tram NOT toy"), _("the first without the second; also tram -toy")),
                Line(_("(tram OR bus) AND late"), _("parentheses group; NOT binds first, then AND, then OR")),
                Line(_('"on time"'), _("these words, one after the other")),
                Line(_("delay*"), _("every word that begins so; at least three characters")),
                Line(_("wom?n"), _("any one letter")),
                Line(_("#brand"), _("the hashtag alone; @brand the handle alone")),
            ),
        ),
        Part(
            _("Near one another"),
            (
                Line(_("tram NEAR/5 late"), _("at most five words apart, either order")),
                Line(_("tram ONEAR/5 late"), _("in this order")),
                Line(_('"late tram"~3'), _("these words within three")),
            ),
        ),
        Part(
            _("Where, who, which"),
            (
                Line("site:example.com", _("on this site and its subdomains; url: a part of the address")),
                Line(_('author:"ana ruiz"'), _("by this author; title: in the title")),
                Line("lang:fr country:fr", _("language and country")),
                Line("sentiment:negative", _("read as negative; intent:complaint likewise")),
                Line("followers>10k", _("authors with reach; engagement>50 likewise")),
                Line("tram NOT is:repost", _("without reposts")),
            ),
        ),
        Part(
            _("More"),
            (
                Line("raw:SNCF", _("exactly as written, capitals and accents too")),
                Line(_("tram <<< city trams >>>"), _("between the marks: a comment")),
                Line(_("tram NOT $competitors"), _("another query by its short name")),
            ),
        ),
    )
