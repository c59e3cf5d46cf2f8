"""What is typed at the rights desk and on its public form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.people.reads.rights_drafts import GROUNDS
from parvis.people.web.rights_words import ANSWERED, EXPLAINED, OBJECTIONS, RIGHTS, WAYS

LANGUAGES = [("fr", pgettext_lazy("language", "French")), ("en", pgettext_lazy("language", "English"))]
TYPED_WAYS = [(code, words) for code, words in WAYS.items() if code not in ("form", "api")]


class RequestForm(forms.Form):
    """A request that a colleague writes down."""

    right = forms.ChoiceField(
        label=_("What they ask for"),
        choices=[(code, f"{RIGHTS[code]} – {EXPLAINED[code]}") for code in RIGHTS],
        widget=forms.RadioSelect,
        initial="access",
    )
    purposes = forms.MultipleChoiceField(
        label=_("Objection to"),
        choices=list(OBJECTIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Only for an objection; nothing ticked means everything."),
    )
    channel = forms.ChoiceField(label=_("How it came"), choices=TYPED_WAYS)
    received_on = forms.DateField(
        label=_("Received on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The clock runs from this day, whoever wrote it down when."),
    )
    requester_name = forms.CharField(label=_("Their name"), max_length=200, required=False)
    requester_email = forms.EmailField(label=_("Their e-mail"), max_length=320, required=False)
    is_email_verified = forms.BooleanField(
        label=_("They wrote from this address"),
        required=False,
        help_text=_("Then the records of whoever gave it are found by themselves."),
    )
    language = forms.ChoiceField(label=_("Language of the answer"), choices=LANGUAGES)
    words = forms.CharField(
        label=_("What they asked, in their words"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("requester_name", "requester_email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        # Built again for each language: a choice's text is put together.
        right: Any = self.fields["right"]
        right.choices = [(code, f"{RIGHTS[code]} – {EXPLAINED[code]}") for code in RIGHTS]


class PublicRequestForm(forms.Form):
    right = forms.ChoiceField(label=_("What do you ask for?"), widget=forms.RadioSelect, initial="access")
    name = forms.CharField(label=_("Your name"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=320,
        help_text=_("We send a code there, so that nobody else can ask in your name."),
    )
    words = forms.CharField(
        label=_("What should we know?"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "For example a handle under which you wrote to us. Do not send a copy of an identity document."
        ),
    )
    website = forms.CharField(required=False, label=_("Leave this empty"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        right: Any = self.fields["right"]
        right.choices = [
            ("access", _("A copy of everything you keep about me")),
            ("rectification", _("Wrong data put right")),
            ("erasure", _("My data erased")),
            ("objection", _("No offers, no profile, no listening")),
            ("restriction", _("My data kept, but not used")),
            ("portability", _("My data to take along, in a form that machines read")),
        ]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code from the mail"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class IdentityForm(forms.Form):
    doubt = forms.CharField(
        label=_("Why is there a reasonable doubt?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    how = forms.CharField(
        label=_("What do you ask for?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "The least that settles it: an order number, a reply from the known address; rarely a document."
        ),
    )


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("met", _("Done as asked")),
            ("refused", _("Refused")),
            ("withdrawn", _("Taken back by them")),
        ],
        widget=forms.RadioSelect,
        initial="met",
    )
    ground = forms.ChoiceField(
        label=_("Ground of a refusal"), choices=[("", "–"), *GROUNDS.items()], required=False
    )
    reasons = forms.CharField(
        label=_("Reasons, for the file"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answer = forms.CharField(
        label=_("Answer to the person"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    answered_how = forms.ChoiceField(label=_("How it is answered"), choices=list(ANSWERED.items()))


class ControllerForm(forms.Form):
    name = forms.CharField(label=_("Company"), max_length=200, required=False)
    address = forms.CharField(
        label=_("Postal address"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    contact = forms.CharField(label=_("E-mail or phone"), max_length=300, required=False)
    representative = forms.CharField(label=_("Legal representative"), max_length=300, required=False)
    officer = forms.CharField(label=_("Data-protection officer"), max_length=300, required=False)
    officer_contact = forms.CharField(label=_("How to reach the officer"), max_length=300, required=False)
    authority = forms.CharField(
        label=_("Supervisory authority"),
        max_length=300,
        required=False,
        help_text=_("Named in every answer. Empty: CNIL, www.cnil.fr/plaintes."),
    )
    processors = forms.CharField(
        label=_("Processors outside this installation"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: name, what for, country. The host, a mail service, an archive."),
    )
    measures = forms.CharField(
        label=_("Other security measures"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line. What this installation shows by itself is in the register already."),
    )
