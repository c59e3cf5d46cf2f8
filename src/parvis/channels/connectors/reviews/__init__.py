"""Reviews: pages with reviews in their markup, and files of reviews at an address."""
