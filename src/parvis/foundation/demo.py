"""The demo company: fictitious, deterministic, bilingual, ninety days that end now.

Each capability tells its chapter (setting DEMO_CHAPTERS): a function that takes this company. All names,
addresses and words are invented; addresses end in example domains that no mail server serves (RFC 2606).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

DAYS = 90
CRISIS_DAY = 46  # a battery overheats in Nantes
RECALL_DAY = 48  # the company answers: batteries are exchanged at home, free of charge
RECOVERY_DAY = 58  # the first exchanged batteries; thanks outweigh anger from here on


@dataclass(frozen=True, slots=True)
class DemoCompany:
    """Vélostral, maker of electric bikes: a French house with British customers."""

    now: datetime
    name: str = "Vélostral"
    competitors: tuple[str, ...] = ("Rouage", "Bikewell")
    products: tuple[str, ...] = ("Mistral", "Bora", "Zéphyr")
    password: str = "velostral-demo"  # noqa: S105 (the demo's log-ins are public, and print at start)

    def day(self, number: int) -> datetime:
        """The beginning of a day of the story, 0 … 89; the last one is today."""
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight - timedelta(days=DAYS - 1 - number)

    def chance(self, chapter: str) -> random.Random:
        """The chapter's own dice: the same on every machine, whatever other chapters do."""
        return random.Random(f"velostral {chapter}")  # noqa: S311 (a story, not a secret)


# Who works at Vélostral: address, name, job, roles, language.
STAFF = (
    ("claire.ferrand", "Claire Ferrand", "Directrice de la relation client", ("administrator",), "fr"),
    ("hugo.lemaire", "Hugo Lemaire", "Responsable du service client", ("supervisor",), "fr"),
    ("lea.bonnet", "Léa Bonnet", "Conseillère clientèle", ("agent",), "fr"),
    ("karim.haddad", "Karim Haddad", "Conseiller clientèle", ("agent",), "fr"),
    ("emma.clarke", "Emma Clarke", "Customer adviser", ("agent",), "en"),
    ("julie.moreau", "Julie Moreau", "Community manager", ("community_manager",), "fr"),
    ("tom.wright", "Tom Wright", "Forum moderator", ("moderator",), "en"),
    ("ines.roche", "Inès Roche", "Responsable marketing", ("marketer",), "fr"),
    ("paul.garnier", "Paul Garnier", "Ingénieur batteries", ("employee",), "fr"),
    (
        "nadia.benali",
        "Nadia Benali",
        "Déléguée à la protection des données",
        ("data_protection_officer",),
        "fr",
    ),
    ("atelier.lyon", "Atelier Rhône Cycles", "Réparateur agréé", ("partner",), "fr"),
)
DOMAIN = "velostral.example"


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    number: str
    given_name: str
    family_name: str
    city: str
    language: str
    product: str

    @property
    def email(self) -> str:
        plain = f"{self.given_name}.{self.family_name}".lower().translate(_PLAIN)
        return f"{plain}@example.{'fr' if self.language == 'fr' else 'org'}"

    @property
    def handle(self) -> str:
        plain = f"{self.given_name}{self.family_name}".lower().translate(_PLAIN)
        return f"{plain[:12]}{self.number[-2:]}"


_PLAIN = str.maketrans("àâäçéèêëîïôöùûüÿ' ", "aaaceeeeiioouuuy--")

_FRENCH_NAMES = (
    "Camille Louis Chloé Gabriel Manon Raphaël Inès Jules Zoé Adam Lina Arthur Jeanne Noé Alice Hugo Louise "
    "Malo Rose Sacha Anna Nathan Juliette Yanis Élise Marius Sarah Théo Margaux Bastien",
    "Martin Bernard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia David Bertrand Roux Vincent "
    "Fournier Morel Girard André Mercier Dupont Lambert Bonnet François Martinez Legrand Garnier Faure Rousseau",
    "Nantes Lyon Paris Lille Bordeaux Rennes Toulouse Strasbourg Marseille Grenoble Montpellier Angers",
)
_ENGLISH_NAMES = (
    "Oliver Amelia George Isla Harry Ava Jack Emily Noah Sophie Charlie Grace Oscar Lily Thomas Ruby",
    "Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Walker White Edwards Green Hall Wood Clarke",
    "London Bristol Leeds Manchester Brighton Edinburgh Cambridge Oxford",
)


def customers(company: DemoCompany) -> list[DemoCustomer]:
    """A hundred and forty customers, the same ones every time."""
    dice = company.chance("customers")
    found: list[DemoCustomer] = []
    names: set[tuple[str, str]] = set()
    while len(found) < 140:
        language = "fr" if len(found) % 4 else "en"
        given, family, city = (
            dice.choice(words.split()) for words in (_FRENCH_NAMES if language == "fr" else _ENGLISH_NAMES)
        )
        if (given, family) in names:
            continue
        names.add((given, family))
        number = f"VS{20_000 + 137 * len(found):05}"
        found.append(DemoCustomer(number, given, family, city, language, dice.choice(company.products)))
    return found
