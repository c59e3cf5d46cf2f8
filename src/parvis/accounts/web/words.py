"""What roles and permissions are called, and what each role is for, in people's words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.accounts.models import Role

ROLE_NAMES: dict[str, Any] = {
    "administrator": pgettext_lazy("role", "Administrator"),
    "supervisor": pgettext_lazy("role", "Supervisor"),
    "agent": pgettext_lazy("role", "Agent"),
    "community_manager": pgettext_lazy("role", "Community manager"),
    "moderator": pgettext_lazy("role", "Moderator"),
    "marketer": pgettext_lazy("role", "Marketer"),
    "employee": pgettext_lazy("role", "Employee"),
    "data_protection_officer": pgettext_lazy("role", "Data protection officer"),
    "partner": pgettext_lazy("role", "Partner"),
}

ROLE_SENTENCES: dict[str, Any] = {
    "administrator": _("Runs the installation: people, connections, jobs, and everything else."),
    "supervisor": _("Leads those who answer: sees every queue, hands conversations out, reads the figures."),
    "agent": _("Answers customers in the queues of their teams."),
    "community_manager": _("Listens and answers in public, imports what was said, reads the figures."),
    "moderator": _("Watches over what is published with us."),
    "marketer": _("Listens and reads the figures; answers nobody."),
    "employee": _("Knows something: answers when a conversation is brought to them."),
    "data_protection_officer": _("Sees records and the audit log, settles requests about personal data."),
    "partner": _("From another company: answers in the queues shared with them, and sees nothing else."),
}

PERMISSION_NAMES: dict[str, Any] = {
    "conversations.view": _("Read the conversations of one's own queues"),
    "conversations.view_all": _("Read the conversations of every queue"),
    "conversations.answer": _("Answer customers"),
    "conversations.assign": _("Hand a conversation to somebody else"),
    "mentions.view": _("Read what is said publicly"),
    "mentions.import": _("Import files of posts and conversations"),
    "queries.manage": _("Write queries, declare markets, decide what is not taken in"),
    "alerts.manage": _("Set up alerts and campaigns"),
    "labels.correct": _("Put right what the machine read in a text"),
    "labels.manage": _("Decide what Parvis learns from corrections"),
    "community.answer": _("Take part in the community in the company's name"),
    "community.moderate": _("Moderate what members write"),
    "community.manage": _("Set up the community: boards, charter, super-users"),
    "people.view": _("See customers' records"),
    "people.edit": _("Change customers' records"),
    "people.manage": _("Set up records: own fields, tags, products, imports"),
    "figures.view": _("See the figures"),
    "reports.manage": _("Send figures by e-mail and show them by a link"),
    "connections.manage": _("Connect mailboxes, feeds and forms"),
    "users.manage": _("Add people who work here and say what they may do"),
    "jobs.manage": _("See failed jobs and run them again"),
    "audit.view": _("Read the audit log"),
    "privacy.manage": _("Settle requests about personal data"),
    "installation.manage": _("Change the installation itself"),
}

REFUSALS: dict[str, Any] = {
    "email-taken": _("Somebody already logs in with this address."),
    "unknown-role": _("This role does not exist."),
    "no-role": _("Choose at least one role."),
    "last-administrator": _(
        "This is the last administrator. Give somebody else that role first: without one, nobody could."
    ),
    "own-account": _("You cannot close the account you are using."),
    "team-name-taken": _("Another team has this name."),
    "no-scope": _("Choose at least one thing it may do."),
    "unknown-scope": _("There is no such permission."),
    "scope-beyond-roles": _("A token may do no more than its account."),
    "expiry-not-ahead": _("It would have ended already."),
    "too-many-tokens": _("There are 50 tokens already: revoke one that nobody uses."),
    "no-permission": _("Tick at least one thing this role may do."),
    "role-name-taken": _("Another role has this name."),
    "role-in-use": _("Somebody holds this role: give them another one first."),
    "beyond-own-rights": _("You cannot give rights that you do not have yourself."),
    "invitation-over": _("This invitation is over."),
    "invited-meanwhile": _("A colleague invited this address in the same moment."),
    "not-a-device": _("This browser gave nothing that notices could be sent to."),
    "issuer-taken": _("This issuer is set up already."),
    "unfit-heir": _("This colleague cannot take over: choose somebody whose account is open."),
}

LOG_IN_REFUSALS: dict[str, Any] = {
    "provider-unreachable": _("The company's log-in does not answer."),
    "answer-refused": _("The answer of the company's log-in cannot be trusted. Begin again."),
    "no-address": _("The company's log-in names no confirmed address that is admitted here."),
    "not-invited": _("No account here has your address. Ask an administrator for an invitation."),
    "account-closed": _("This account is closed. An administrator can open it again."),
    "no-role": _("The company's log-in gives you no role here."),
    "somebody-else": _("The company's log-in named somebody else than the account you are using here."),
    "not-asked-again": _(
        "The company's log-in did not ask you again, or does not say so. Do it once more and log in there anew; "
        "if that does not help, tell your administrator."
    ),
}


def role_choices() -> list[tuple[str, Any]]:
    """Every role to choose from: those of the code, then the house's own."""
    return [*ROLE_NAMES.items(), *Role.objects.order_by("name").values_list("code", "name")]


def role_sentences() -> dict[str, Any]:
    return {**ROLE_SENTENCES, **dict(Role.objects.values_list("code", "explanation"))}


NOTICE_NAMES: dict[str, Any] = {
    "assigned": _("A conversation was given to me"),
    "mentioned": _("A colleague named me in a note"),
    "alarm": _("An alert is raised that I am to be told of"),
}
