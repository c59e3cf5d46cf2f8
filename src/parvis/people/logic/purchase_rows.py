"""One row of a shop's export into a purchase, or the reason why not. Pure.

Columns are recognised by what shops call them in French and English; whoever imports may say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from decimal import Decimal

from parvis.people.logic.custom_fields import read_day, read_flag, read_number
from parvis.people.logic.keys import name_key
from parvis.people.logic.names import tidy
from parvis.people.logic.refusals import NotKept

# Field → what its column is called, folded. Order: as the screen shows them.
NAMES: dict[str, tuple[str, ...]] = {
    "external_id": (
        "external id", "external_id", "id", "line id", "line_id", "order line", "purchase id", "transaction id",
        "transaction", "identifiant", "id ligne", "identifiant de ligne", "ligne de commande", "id achat",
    ),
    "customer_number": (
        "customer number", "customer_number", "customer", "customer id", "customer_id", "client", "numero client",
        "no client", "n° client", "code client", "id client",
    ),
    "email": ("email", "e-mail", "mail", "e mail", "courriel", "adresse e-mail", "email address", "customer email"),
    "bought_at": (
        "date", "bought at", "bought_at", "purchase date", "order date", "order_date", "created at", "date d'achat",
        "date de commande", "date achat", "date commande",
    ),
    "amount": ("amount", "total", "price", "line total", "montant", "prix", "total ttc", "montant ttc", "prix ttc"),
    "currency": ("currency", "devise", "monnaie"),
    "quantity": ("quantity", "qty", "quantite", "qte", "nombre"),
    "reference": (
        "reference", "sku", "product", "product reference", "product id", "item", "article", "produit",
        "reference produit", "ref", "code article",
    ),
    "product_name": ("product name", "product_name", "item name", "designation", "libelle", "nom du produit"),
    "family": ("family", "category", "product family", "famille", "categorie", "rayon"),
    "order_number": (
        "order number", "order_number", "order", "order id", "order_id", "numero de commande", "commande",
        "n° de commande", "no commande",
    ),
    "channel": ("channel", "sales channel", "canal", "store", "magasin", "boutique", "point de vente"),
    "returned_at": ("returned at", "returned_at", "returned", "return date", "retourne", "date de retour", "retour"),
}  # fmt: skip
NEEDED = ("external_id", "bought_at", "amount")
WHO = ("customer_number", "email")
LIMITS = {
    "external_id": 120, "customer_number": 80, "email": 320, "reference": 80, "product_name": 200, "family": 120,
    "order_number": 80, "channel": 40,
}  # fmt: skip
_CURRENCY = {"€": "EUR", "$": "USD", "£": "GBP"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """One line of an order as it was handed in. Who bought it is a customer number or an e-mail address."""

    external_id: str
    bought_at: datetime
    amount: Decimal
    currency: str
    customer_number: str = ""
    email: str = ""
    quantity: Decimal = Decimal(1)
    reference: str = ""
    product_name: str = ""
    family: str = ""
    order_number: str = ""
    channel: str = ""
    returned_at: datetime | None = None


def recognised(columns: Sequence[str]) -> dict[str, str]:
    """field → column, for the columns whose names say what they hold; each column once."""
    free = {name_key(column.replace("_", " ")): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for field, names in NAMES.items():
        for name in names:
            column = free.get(name_key(name.replace("_", " ")))
            if column is not None and column not in found.values():
                found[field] = column
                break
    return found


def missing(mapping: Mapping[str, str]) -> list[str]:
    """The fields without which no row can be read; "customer_number" stands for either way to say who."""
    lacking = [field for field in NEEDED if not mapping.get(field)]
    return lacking if any(mapping.get(field) for field in WHO) else [*lacking, "customer_number"]


def read_row(cells: Mapping[str, str], *, currency: str, zone: tzinfo = UTC) -> PurchaseRow:
    """cells: field → what stood there. currency: of rows that name none. Raises NotKept(about=field)."""
    text = {field: tidy(cells.get(field, ""), most=most) for field, most in LIMITS.items()}
    if not text["external_id"]:
        raise NotKept("nothing-written", about="external_id")
    if not (text["customer_number"] or text["email"]):
        raise NotKept("nothing-written", about="customer_number")
    amount_written = cells.get("amount", "")
    sign = next((sign for sign in _CURRENCY if sign in amount_written), "")
    amount = _number(re.sub(r"[€$£]|[A-Za-z]{3}", "", amount_written), "amount").quantize(Decimal("0.01"))
    quantity = _number(cells["quantity"], "quantity") if (cells.get("quantity") or "").strip() else Decimal(1)
    if amount < 0 or amount >= 10**12:
        raise NotKept("not-a-number", about="amount")
    if quantity <= 0 or quantity >= 10**9:
        raise NotKept("not-a-number", about="quantity")
    bought_at = _moment(cells.get("bought_at", ""), "bought_at", zone)
    return PurchaseRow(
        **text,
        bought_at=bought_at,
        amount=amount,
        currency=currency_typed(cells.get("currency", "") or sign or currency),
        quantity=quantity.quantize(Decimal("0.001")),
        returned_at=_returned(cells.get("returned_at", ""), bought_at, zone),
    )


def currency_typed(written: str) -> str:
    """A code of three letters (ISO 4217), also of the three signs that everybody knows. Raises NotKept."""
    code = _CURRENCY.get(written.strip(), written.strip().upper())
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise NotKept("not-a-choice", about="currency")
    return code


def _number(written: str, field: str) -> Decimal:
    try:
        return read_number(written)
    except NotKept as error:
        raise NotKept(error.code, about=field) from error


def _moment(written: str, field: str, zone: tzinfo) -> datetime:
    """A day is its noon in the installation's zone, so that no zone makes another day of it."""
    text = written.strip()
    if _MOMENT.match(text):
        try:
            found = datetime.fromisoformat(text.replace(" ", "T", 1))
        except ValueError:
            pass
        else:
            return found if found.tzinfo else found.replace(tzinfo=zone)
    try:
        return datetime.combine(read_day(text), time(12), tzinfo=zone)
    except NotKept as error:
        raise NotKept(error.code, about=field) from error


def _returned(written: str, bought_at: datetime, zone: tzinfo) -> datetime | None:
    """A date; or yes and no, where the day of the purchase stands for a day that is not known."""
    text = written.strip()
    if not text:
        return None
    try:
        return bought_at if read_flag(text) else None
    except NotKept:
        return _moment(text, "returned_at", zone)
