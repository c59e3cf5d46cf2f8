"""Several machines under load and faults: `python -m bench.load`."""
