"""Files of an existing customer base: read with bounded memory, understood column by column, row by row. Pure."""
