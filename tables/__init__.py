"""How tables of the service are made from what others publish."""
