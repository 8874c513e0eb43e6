"""What people and machines see of the portal, compared between two checkouts."""
