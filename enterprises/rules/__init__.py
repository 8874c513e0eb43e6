"""Pure rules of the field: no ORM, no HTTP, no clock."""
