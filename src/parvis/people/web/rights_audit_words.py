"""What the audit log calls the acts of the rights desk, of erasures and of retention."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.people.reads.rights_drafts import GROUNDS
from parvis.people.web.rights_words import RIGHTS, WAYS

VERBS: dict[str, Any] = {
    "rights.received": _("received a request by right"),
    "rights.subject_added": _("named a record in a request by right"),
    "rights.subject_removed": _("took a record out of a request by right"),
    "rights.handle_added": _("named a handle in a request by right"),
    "rights.assigned": _("assigned a request by right"),
    "rights.identity_asked": _("asked a requester who they are"),
    "rights.identity_confirmed": _("confirmed who a requester is"),
    "rights.identity_failed": _("noted that a requester did not show who they are"),
    "rights.extended": _("extended a request by right by two months"),
    "rights.copy_ordered": _("had a copy of somebody's data built"),
    "rights.copy_ready": _("built a copy of somebody's data"),
    "rights.link_made": _("made a link to a copy of somebody's data"),
    "rights.copy_fetched": _("handed a copy of somebody's data over by its link"),
    "rights.answered": _("answered a request by right"),
    "rights.refused": _("refused a request by right"),
    "rights.withdrawn": _("closed a request by right that was withdrawn"),
    "erasure.started": _("began to erase a person"),
    "erasure.done": _("erased a person everywhere"),
    "erasure.told": _("noted that a recipient was told of an erasure"),
    "person.restricted": _("restricted a record"),
    "person.released": _("lifted the restriction of a record"),
    "retention.changed": _("changed how long something is kept"),
    "retention.run": _("removed what was past its period"),
    "retention.held": _("held back a run of retention"),
    "retention.confirmed": _("confirmed a run of retention"),
    "retention.dismissed": _("dismissed a run of retention"),
    "controller.changed": _("changed who answers for the data"),
}
OBJECTS: dict[str, Any] = {
    "people.rightsrequest": pgettext_lazy("object", "Request by right"),
    "people.erasure": pgettext_lazy("object", "Erasure"),
}
DETAILS: dict[str, Any] = {
    "right": pgettext_lazy("audit detail", "right"),
    "way": pgettext_lazy("audit detail", "came"),
    "ground": pgettext_lazy("audit detail", "ground"),
    "why": pgettext_lazy("audit detail", "why"),
    "records": pgettext_lazy("audit detail", "records"),
    "handles": pgettext_lazy("audit detail", "handles"),
    "rows": pgettext_lazy("audit detail", "rows"),
    "bars_collection": pgettext_lazy("audit detail", "no longer listened to"),
    "is_portable": pgettext_lazy("audit detail", "to take along"),
    "recipient": pgettext_lazy("audit detail", "recipient"),
    "rule": pgettext_lazy("audit detail", "rule"),
    "retention.changed:source": pgettext_lazy("audit detail", "source"),
    "retention.run:source": pgettext_lazy("audit detail", "source"),
    "retention.held:source": pgettext_lazy("audit detail", "source"),
    "retention.confirmed:source": pgettext_lazy("audit detail", "source"),
    "retention.dismissed:source": pgettext_lazy("audit detail", "source"),
    "retention.run:count": pgettext_lazy("audit detail", "number"),
    "retention.held:count": pgettext_lazy("audit detail", "number"),
    "retention.confirmed:count": pgettext_lazy("audit detail", "number"),
    "retention.changed:days": pgettext_lazy("audit detail", "days"),
}
VALUES: dict[str, Any] = {
    "right": RIGHTS,
    "way": WAYS,
    "ground": GROUNDS,
    "why": {
        "right": pgettext_lazy("why erased", "a request by right"),
        "retention": pgettext_lazy("why erased", "the period is over"),
        "replay": pgettext_lazy("why erased", "a backup was restored"),
    },
}
