"""Forums that run NodeBB."""
