"""How dates are written where Django's own way is another's (setting FORMAT_MODULE_PATH)."""
