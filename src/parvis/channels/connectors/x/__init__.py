"""X, where reading costs money."""
