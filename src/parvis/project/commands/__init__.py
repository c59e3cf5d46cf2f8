"""One file per command; each has `add_arguments(parser)` and `execute(arguments) -> exit code`."""
