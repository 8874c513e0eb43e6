"""The doors there are, by the first part of their addresses."""

from types import MappingProxyType

from search.doors.counterfeits import COUNTERFEITS
from search.doors.evaluations import EVALUATIONS
from search.doors.honours import HONOURS
from search.doors.products import PRODUCTS
from search.doors.standards import STANDARDS
from search.doors.types import Door

DOORS: MappingProxyType[str, Door] = MappingProxyType(
    {door.slug: door for door in (PRODUCTS, STANDARDS, HONOURS, EVALUATIONS, COUNTERFEITS)}
)


class DoorConverter:
    """The first part of an address that names a door."""

    regex = "|".join(DOORS)

    def to_python(self, value: str) -> Door:
        """Return the door of that part."""
        return DOORS[value]

    def to_url(self, value: Door | str) -> str:
        """Return the first part of a door's address."""
        return value if isinstance(value, str) else value.slug
