"""Which records are the same person: Fellegi & Sunter (1969), learned from the records themselves."""
