"""The words that Parvis brings for asking, until the house writes its own. {company} stands for its name.

Plain, one purpose each, what happens and how to stop it (art. 7(2) GDPR). French and English say the same.
Shipped words have a version of their own, so that a consent given to them names them exactly.
"""

from __future__ import annotations

SHIPPED = "parvis-1"

_TEXTS: dict[str, dict[str, str]] = {
    "satisfaction.email": {
        "en": "{company} may ask me by e-mail how satisfied I am.",
        "fr": "{company} peut me demander par e-mail mon degré de satisfaction.",
    },
    "satisfaction.sms": {
        "en": "{company} may ask me by text message how satisfied I am.",
        "fr": "{company} peut me demander par SMS mon degré de satisfaction.",
    },
    "satisfaction.phone": {
        "en": "{company} may call me to ask how satisfied I am.",
        "fr": "{company} peut m’appeler pour me demander mon degré de satisfaction.",
    },
    "prospecting.email": {
        "en": "{company} may send me its offers by e-mail.",
        "fr": "{company} peut m’envoyer ses offres par e-mail.",
    },
    "prospecting.sms": {
        "en": "{company} may send me its offers by text message.",
        "fr": "{company} peut m’envoyer ses offres par SMS.",
    },
    "prospecting.phone": {
        "en": "{company} may call me to propose its offers.",
        "fr": "{company} peut m’appeler pour me proposer ses offres.",
    },
    "prospecting.post": {
        "en": "{company} may send me its offers by post.",
        "fr": "{company} peut m’envoyer ses offres par courrier.",
    },
    "prospecting.network": {
        "en": "{company} may write to my accounts on social networks to propose its offers.",
        "fr": "{company} peut écrire à mes comptes sur les réseaux sociaux pour me proposer ses offres.",
    },
    "profiling": {
        "en": "{company} may estimate, from what I buy and say to it, what I like and how far my word carries. "
        "No decision is made about me by a machine.",
        "fr": "{company} peut estimer, d’après mes achats et nos échanges, ce qui me plaît et la portée de ma parole. "
        "Aucune décision n’est prise à mon sujet par une machine.",
    },
    "research": {
        "en": "{company} may use what I told it, without my name, to study how to do better.",
        "fr": "{company} peut utiliser ce que je lui ai dit, sans mon nom, pour étudier comment mieux faire.",
    },
    "contacts": {
        "en": "{company} may tell people who know me, and who agreed to the same, which products I bought.",
        "fr": "{company} peut dire aux personnes qui me connaissent, et qui ont accepté la même chose, "
        "quels produits j’ai achetés.",
    },
}


def shipped_wording(code: str, language: str) -> str:
    """The words that Parvis brings, in English where it has none in this language; empty for an unknown code."""
    texts = _TEXTS.get(code, {})
    return texts.get(language) or texts.get("en", "")


def spoken(text: str, *, company: str) -> str:
    """The words as the person reads them, and as the ledger keeps them."""
    return text.replace("{company}", company).strip()
