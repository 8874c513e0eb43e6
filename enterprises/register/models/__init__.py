"""Tables of the register: enterprises with their former names, and the codes of regions and industries."""

from enterprises.register.models.classifications import Industry, Region
from enterprises.register.models.enterprise import Enterprise, FormerName

__all__ = ["Enterprise", "FormerName", "Industry", "Region"]
