"""What labelling keeps about people: which colleague gave which label. No word of any text."""

from __future__ import annotations

from parvis.foundation.logic.personal_data import PersonalData

DECLARATION = PersonalData(
    tables={
        "labelling_correction": "Who of the staff put which label right, to take it back and to learn from it; "
        "of the text a reference and a keyed hash, which say nothing once the text is erased.",
        "labelling_current": "The label that a person gave and that holds now; a reference to the text.",
        "labelling_sample_item": "Who of the staff labelled a text of the sample; a reference to the text.",
    }
)
