"""Questions that ask the same thing in other words: texts in, scores out."""
