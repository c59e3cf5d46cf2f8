"""Comments on YouTube, by a key of the company's own."""
