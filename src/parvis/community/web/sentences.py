"""Refusals as sentences that say what to do."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.community.logic import errors


def sentence(problem: errors.CommunityError) -> str:
    match problem:
        case errors.EmptyText():
            return _("There is nothing written yet. Write a few words, then send.")
        case errors.TitleTooShort():
            return _(
                "This title says too little. Put your question in one sentence of at least %(n)d characters."
            ) % {"n": problem.limit}
        case errors.TextTooLong():
            return _("%(length)s characters are too many: at most %(limit)s fit. Shorten the text.") % {
                "length": f"{problem.length:,}", "limit": f"{problem.limit:,}"
            }  # fmt: skip
        case errors.NameTaken():
            return _("Somebody has this name, or one that looks like it. Choose another.")
        case errors.NameRefused():
            return _("This name cannot be used. Choose one of 2 to 60 characters that is not the company's.")
        case errors.QuestionClosed():
            return _("This question is closed. Ask a new one and link to this page.")
        case errors.OwnText():
            return _("You wrote this yourself, so your vote does not count here.")
        case errors.CodeRefused():
            return _("This code is wrong or too old. Use the newest mail, or ask for a new code.")
        case errors.ManyJoining():
            return _("Very many people are coming in just now. Please try again in a few minutes.")
        case errors.TooOften():
            minutes = -(-problem.seconds // 60)
            if problem.seconds < 60:
                return ngettext(
                    "That was quick. Wait %(n)d second and send again; what you wrote is kept.",
                    "That was quick. Wait %(n)d seconds and send again; what you wrote is kept.",
                    problem.seconds,
                ) % {"n": problem.seconds}
            return ngettext(
                "That is the most for now. Try again in %(n)d minute; what you wrote is kept.",
                "That is the most for now. Try again in %(n)d minutes; what you wrote is kept.",
                minutes,
            ) % {"n": minutes}
        case errors.SaidMeanwhile():
            return _(
                "A colleague has answered since you opened this page. Read what they said; your words are kept."
            )
        case errors.SessionClosed():
            return _("This theme takes no ideas now. Propose it without a theme: it is read as any other.")
        case errors.WrongDates():
            return _("It would end before it begins. Put the second date after the first.")
        case errors.ChangedMeanwhile():
            return _("Somebody saved a newer version since. Read it, then decide.")
        case errors.Suspended():
            if problem.until is None:
                return _(
                    "You may not write here any more. “Decisions about my texts” says why and how to appeal."
                )
            return _(
                "You may not write here until %(date)s. “Decisions about my texts” says why and how to appeal."
            ) % {"date": date_format(problem.until, "SHORT_DATETIME_FORMAT")}
        case errors.MayNot():
            return _may_not(problem.what)
    return _("This cannot be done. Go back, look at the page again and try once more.")


def _may_not(what: str) -> str:
    match what:
        case "links":
            return _("New members may put two links into a text. Remove the others.")
        case "pictures":
            return _("That is more pictures than you may put into a text. Remove some.")
        case "names":
            return _("That is more names than you may mention in a text. Remove some.")
        case "more-answers-here":
            return _("You have answered here several times already. Change one of your answers instead.")
        case "accept":
            return _("Only who asked can choose the answer that solved it.")
        case "accept-yet":
            return _("Who asked has a week to choose the answer themselves. Come back after that.")
        case "board":
            return _("This board takes no new questions. Choose another.")
        case "stars":
            return _("Choose one to five stars, then send.")
        case "consideration":
            return _("Say whether you got anything for this review: it is shown beside it.")
        case "experience":
            return _("Say on which day it was: within the last five years, and not after today.")
        case "second-review":
            return _("You have reviewed this product. Change that review instead.")
        case "own-product":
            return _("You work here. Reviews are for customers.")
        case "product":
            return _("This product takes no reviews now.")
        case "picture":
            return _("One of the files is no picture that can be shown: JPEG, PNG, WebP or GIF, up to 15 MB.")
        case "contact":
            return _("This member does not want messages about the review.")
        case "review":
            return _("This review is not shown, so nobody can reply to it.")
        case "article":
            return _("An article can be made of a public answer that everybody sees.")
        case "publish":
            return _("It has to be read by a colleague first: press “Have it read”.")
        case "publish-own":
            return _("You wrote this version, so a colleague publishes it.")
        case "counterpart":
            return _("Give the address of a public question in another language.")
        case "record-address":
            return _("We know no confirmed e-mail address of yours, so there is nothing to compare with.")
        case "record-none":
            return _(
                "No customer gave us your e-mail address. Nothing was joined; write to us with your customer number."
            )
        case "record-several":
            return _(
                "Several customers gave us this e-mail address, so we cannot tell which one is you. Nothing was joined."
            )
        case "record-linked":
            return _("Your name here is joined with a record already.")
        case "invite":
            return _(
                "This member cannot be invited: they work here, have left, or have an invitation already."
            )
        case "invite-declined":
            return _("They declined less than half a year ago. A no is a no for that long.")
        case "invitation":
            return _("This invitation is not for you, or no longer open.")
        case "direct-line":
            return _("The direct line is for super-users.")
        case "trust":
            return _("This level cannot be given: employees and former members have none.")
        case "notice-address":
            return _("No text is read at this address. Copy it from the page where you saw the text.")
        case "suspend":
            return _("This cannot be: a colleague of the house, or a time that is past.")
        case "changed-since":
            return _("The author has changed this text since you opened it. Read it again, then decide.")
        case "suspended":
            return _("They may not write already. Undo that decision first.")
        case "watched":
            return _("These words, or some that look like them, are watched already.")
        case "watched-many":
            return _("A thousand words are watched. Take some away that caught nothing.")
        case "thresholds":
            return _(
                "Hold from 20 points on at least, withhold from 80 on at least, and hold below withhold."
            )
        case "assign":
            return _("Only a colleague or a super-user can be asked to answer.")
        case "fuse":
            return _(
                "These two boards cannot become one: both public or both private, and neither fused already."
            )
        case "mailbox-unchecked":
            return _(
                "Nothing is known of senders in this mailbox. Name the server whose checks count there first, under "
                "Settings, Sources."
            )
        case "device":
            return _("This browser cannot show notices here.")
        case "passkey":
            return _("This passkey is not known here. Log in with a code by mail.")
        case "passkeys":
            return _("You have ten passkeys. Remove one that you no longer use.")
        case "passkey-staff":
            return _("You take part with your account of the company, and log in there.")
        case "edit":
            return _("You cannot change this text.")
    return _about_ideas(what) or _("You cannot do this here.")


def _about_ideas(what: str) -> str:
    match what:
        case "vote":
            return _("What becomes of this idea is decided, so it takes no more votes.")
        case "merged":
            return _("One of the two has been merged with another since. Look at the page again.")
        case "merge-circle":
            return _("The other one leads to this idea already. Take them apart first.")
        case "merge":
            return _(
                "These two cannot be merged: both have to be shown, and managers of the community do it."
            )
        case "own-extension":
            return _("This comment is by whoever proposed the idea; nobody extends their own.")
        case "charge":
            return _("A colleague has this idea. Whoever manages the community can hand it over.")
        case "charge-unfit":
            return _("This account does not take part in the community. Choose a colleague who does.")
        case "status":
            return _(
                "Choose what becomes of it. Whoever is in charge of the idea, or manages the community, says so."
            )
        case "promise":
            return _("Write 1 to 10,000 votes and 1 to 365 days.")
    return ""
