"""The doors there are, by the front of their addresses."""

from types import MappingProxyType

from search.doors.counterfeits import COUNTERFEITS
from search.doors.evaluations import EVALUATIONS
from search.doors.products import PRODUCTS
from search.doors.types import Door

DOORS: MappingProxyType[str, Door] = MappingProxyType(
    {door.slug: door for door in (PRODUCTS, EVALUATIONS, COUNTERFEITS)}
)


class DoorConverter:
    """The front of an address that names a door."""

    regex = "|".join(DOORS)

    def to_python(self, value: str) -> Door:
        """Return the door of that front."""
        return DOORS[value]

    def to_url(self, value: Door | str) -> str:
        """Return the front of a door."""
        return value if isinstance(value, str) else value.slug
