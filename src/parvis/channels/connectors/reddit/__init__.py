"""Reddit, by an application of the company's own."""
