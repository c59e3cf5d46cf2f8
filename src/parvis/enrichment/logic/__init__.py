"""Pure labelling: sequences of strings in, frozen values out."""
