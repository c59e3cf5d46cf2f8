"""The one kind of error the command line shows without a traceback: what is wrong, and the way out."""


class Problem(Exception):
    """Something only the operator can settle; `sentence` says what is wrong, `way_out` what to do."""

    def __init__(self, sentence: str, way_out: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.way_out = way_out

    def __str__(self) -> str:
        return f"{self.sentence} {self.way_out}".strip()
