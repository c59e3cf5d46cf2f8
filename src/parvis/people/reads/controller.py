"""Who answers for the data: the controller as the settings say, for the register, answers and public pages."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from parvis.foundation.installation import company_name, fact

FACT = "controller"


@dataclass(frozen=True, slots=True)
class Controller:
    """art. 30(1)(a) GDPR. Empty fields were not said yet; name falls back to the company's."""

    name: str = ""
    address: str = ""
    contact: str = ""
    representative: str = ""
    officer: str = ""
    officer_contact: str = ""
    authority: str = ""
    measures: str = ""  # security measures besides those that the installation itself shows
    processors: str = ""  # one a line: who works on our behalf outside this installation

    @property
    def is_said(self) -> bool:
        """Whether the register names somebody to turn to."""
        return bool(self.address and self.contact)


FIELDS = tuple(asdict(Controller()))


def controller() -> Controller:
    said = {name: str(value) for name, value in (fact(FACT) or {}).items() if name in FIELDS}
    return Controller(**{**said, "name": said.get("name") or company_name()})
