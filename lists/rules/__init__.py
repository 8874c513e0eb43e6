"""Pure rules of the lists: no ORM, no HTTP, no clock."""
