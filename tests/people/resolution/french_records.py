"""Made-up French persons, and the same written down a second time with the slips of forms and counters.

Households share surname, address, telephone and at times an e-mail address; twins share the date of birth too.
"""

from __future__ import annotations

import random
import unicodedata

GIVEN = (
    "Marie Jean Pierre Michel Nathalie Isabelle Sylvie Catherine Philippe Nicolas Sébastien Frédéric Céline Aurélie"
    " Élodie Léa Manon Chloé Inès Jade Louise Emma Hugo Lucas Théo Nathan Enzo Léo Raphaël Gabriel Arthur Jules Adam"
    " Maël Noé Zoé Anaïs Océane Clémence Mathilde Jean-Pierre Jean-Luc Marie-Claude Anne-Sophie Marie-Thérèse"
    " Jean-Baptiste Pierre-Yves Anne-Laure Benoît Gérard Hervé Loïc Yannick Gwenaëlle Maëlle Solène Bérénice François"
    " Françoise Mohamed Fatima Karim Yasmina Mehdi Amélie Jérôme Stéphanie Émilie Thérèse Odile Ghislaine Aïcha"
    " Ousmane Aminata Kévin Dylan Ludovic Xavier Étienne Marc-Antoine Paul Victor Simon Alice Juliette Agathe Éléonore"
).split()
SURNAMES = (
    "Martin|Bernard|Thomas|Petit|Robert|Richard|Durand|Dubois|Moreau|Laurent|Simon|Michel|Lefèvre|Leroy|Roux|David"
    "|Bertrand|Morel|Fournier|Girard|Bonnet|Dupont|Lambert|Fontaine|Rousseau|Vincent|Muller|Lefebvre|Faure|André"
    "|Mercier|Blanc|Guérin|Boyer|Garnier|Chevalier|François|Legrand|Gauthier|Garcia|Perrin|Robin|Clément|Morin"
    "|Nicolas|Henry|Roussel|Mathieu|Gautier|Masson|Marchand|Duval|Denis|Dumont|Marie|Lemaire|Noël|Meyer|Dufour"
    "|Meunier|Brun|Blanchard|Giraud|Joly|Rivière|Lucas|Brunet|Gaillard|Barbier|Arnaud|Martínez|Gérard|Roche|Renard"
    "|de La Tour|Le Gall|Le Goff|d'Estaing|de Saint-Exupéry|du Plessis|Delacroix|Dupont-Aignan|Ben Ahmed|N'Guyen"
    "|L'Hermitte|Châtelain|Besnard|Pasquier|Hamon|Kerviel|Quéméner|Abgrall|Etcheverry|Schmitt|Weiss|Klein|Traoré"
    "|Diallo|Benali|El Amrani|da Silva|Ferreira|Pereira|Van den Berg|Prud'homme|Bouchard-Lefort|Haÿ|Œuvrard"
).split("|")
TOWNS = (
    "Paris 75011|Paris 75015|Lyon 69003|Marseille 13008|Toulouse 31000|Nantes 44000|Rennes 35000|Brest 29200"
    "|Lille 59000|Saint-Étienne 42000|Besançon 25000|Orléans 45000|Nîmes 30000|Angers 49000|Saint-Malo 35400"
    "|Le Havre 76600|La Rochelle 17000|Aix-en-Provence 13100|Évreux 27000|Châlons-en-Champagne 51000"
    "|Bourg-en-Bresse 01000"
    "|Ajaccio 20000|Béziers 34500|Mâcon 71000|Vitry-sur-Seine 94400|Issy-les-Moulineaux 92130|L'Haÿ-les-Roses 94240"
    "|Gap 05000|Saint-Denis 93200|Pau 64000|Épinal 88000|Quimper 29000|Vannes 56000|Cholet 49300|Laval 53000|Dole 39100"
).split("|")
WAYS = ("rue", "avenue", "boulevard", "place", "chemin", "impasse", "allée")
WAY_NAMES = (
    "de la République|Victor Hugo|des Lilas|du Général de Gaulle|Jean Jaurès|de l'Église|Pasteur|de la Gare|du Moulin"
    "|des Écoles|du 8 Mai 1945|de Verdun|Saint-Michel|des Tilleuls|Émile Zola|Gambetta|du Château|des Acacias"
    "|de la Fontaine|Louis Aragon|du Stade|des Champs|de Bretagne|Marcel Pagnol|Aristide Briand|des Prés"
    "|de la Croix Rouge|Paul Éluard|du Lavoir|des Vignes|Anatole France|de Strasbourg|Molière|du Puits|de la Liberté"
).split("|")
SHORT = {
    "avenue": "av.",
    "boulevard": "bd",
    "place": "pl.",
    "chemin": "ch.",
    "impasse": "imp.",
    "allée": "all.",
}
HEADER = (
    "id",
    "nom",
    "prénom",
    "date de naissance",
    "adresse",
    "code postal",
    "ville",
    "téléphone",
    "courriel",
)
HEADER_AGAIN = ("ref", "Last name", "First name", "DOB", "Street", "Zip", "City", "Phone", "E-mail")
Row = list[str]


def made(many: int, *, seed: int = 7) -> tuple[list[Row], list[Row]]:
    """(one file, the same persons once more in another hand), both without header, in random order."""
    chance = random.Random(seed)
    people: list[Row] = []
    while len(people) < many:
        people += _household(chance, len(people))
    first = [_in_one_hand(row) for row in people[:many]]
    second = [_again(chance, row) for row in people[:many]]
    chance.shuffle(second)
    return first, second


def _household(chance: random.Random, at: int) -> list[Row]:
    surname = SURNAMES[int(len(SURNAMES) * chance.random() ** 1.5)]
    if chance.random() < 0.25:
        surname = (
            surname[:3]
            + chance.choice(("ard", "el", "in", "ier", "eau", "ot", "ac", "ez", "ois"))
            + chance.choice(("", "", "in", "e", "on"))
        )
    town, postcode = chance.choice(TOWNS).rsplit(" ", 1)
    street = f"{chance.randrange(1, 140)} {chance.choice(WAYS)} {chance.choice(WAY_NAMES)}"
    phone = f"0{chance.choice('12345')}{chance.randrange(10**8):08}"
    domain = chance.choice(("orange.fr", "free.fr", "gmail.com", "laposte.net", "wanadoo.fr", "sfr.fr"))
    family_mail = f"famille.{_plain(surname)}{chance.randrange(1000)}@{domain}"
    born = ""
    out: list[Row] = []
    for member in range(chance.choices((1, 2, 3, 4), (60, 22, 10, 8))[0]):
        given = GIVEN[int(len(GIVEN) * chance.random() ** 1.3)]
        while given in [row[2] for row in out]:  # brothers and sisters are not called the same
            given = GIVEN[int(len(GIVEN) * chance.random() ** 1.3)]
        if not (born and chance.random() < 0.02):
            born = f"{chance.randrange(1935, 2008)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        number = at + member if chance.random() < 0.5 else chance.randrange(10**6)
        own = f"{_plain(given)}.{_plain(surname)}{number}@{domain}"
        mobile = f"0{chance.choice('67')}{chance.randrange(10**8):08}"
        called = phone if chance.random() < 0.4 else mobile
        mail = family_mail if chance.random() < 0.15 else own
        out.append([f"A{at + member}", surname, given, born, street, postcode, town, called, mail])
    return out


def _in_one_hand(row: Row) -> Row:
    year, month, day = row[3].split("-")
    number = row[7]
    grouped = " ".join(number[at : at + 2] for at in range(0, 10, 2))
    return [row[0], row[1].upper(), row[2], f"{day}/{month}/{year}", *row[4:7], grouped, row[8]]


def _again(chance: random.Random, row: Row) -> Row:
    _, surname, given, born, street, postcode, town, phone, mail = row
    if chance.random() < 0.4:
        surname, given, street, town = (_bare(text) for text in (surname, given, street, town))
    if chance.random() < 0.1:
        given = given.replace("-", " ") if chance.random() < 0.7 else given.split("-")[0]
    if chance.random() < 0.5:
        street = " ".join(SHORT.get(word, word) for word in street.split())
    if chance.random() < 0.04:
        surname, given = given, surname
    if chance.random() < 0.03:
        surname = chance.choice(SURNAMES)  # a married name
    if chance.random() < 0.10:  # moved
        town, postcode = chance.choice(TOWNS).rsplit(" ", 1)
        street = f"{chance.randrange(1, 140)} {chance.choice(WAYS)} {chance.choice(WAY_NAMES)}"
    year, month, day = born.split("-")
    if int(day) <= 12 and chance.random() < 0.04:
        month, day = day, month
    phone = chance.choice((phone, "+33" + phone[1:], "0033 " + phone[1:], f"+33 (0){phone[1]} {phone[2:]}"))
    if chance.random() < 0.15:
        phone = f"06{chance.randrange(10**8):08}"
    if chance.random() < 0.2:
        mail = f"{_plain(given)}{chance.randrange(10000)}@gmail.com"
    values = [surname, given, f"{year}-{month}-{day}", street, postcode, town, phone, mail]
    for _ in range(chance.choices((0, 1, 2, 3), (55, 25, 13, 7))[0]):
        at = chance.randrange(len(values))
        values[at] = slip(chance, values[at])
    for at, share in enumerate((0.01, 0.02, 0.10, 0.05, 0.03, 0.03, 0.25, 0.25)):
        if chance.random() < share:
            values[at] = ""
    return ["B" + row[0][1:], *values]


def slip(chance: random.Random, text: str) -> str:
    """One slip of the keyboard: a letter too many, missing, wrong, or two in the wrong order."""
    if len(text) < 2:
        return text
    at = chance.randrange(len(text) - 1)
    letter = chance.choice("0123456789" if text[at].isdigit() else "aeinorstlu")
    return chance.choice(
        (
            text[:at] + letter + text[at:],
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        )
    )


def _bare(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.replace("Œ", "Oe").replace("œ", "oe"))
    return "".join(c for c in text if not unicodedata.combining(c))


def _plain(text: str) -> str:
    return "".join(c for c in _bare(text).lower() if c.isalnum() or c == "-")
