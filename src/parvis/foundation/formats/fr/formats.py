"""« 21 novembre 2026 à 20 h 13 », the spaces around the h unbroken."""

DATETIME_FORMAT = "j F Y à G\N{NO-BREAK SPACE}\\h\N{NO-BREAK SPACE}i"
