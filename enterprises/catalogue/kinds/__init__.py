"""One module a kind; `enterprises.catalogue.registry` lists them."""
