"""How the shipped model is made. Needs the extra `train`; nothing of it is imported at run time."""
