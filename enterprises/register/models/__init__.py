"""Tables of the register: enterprises with their former names, and the codes of regions and industries."""

from enterprises.register.models.enterprise import Enterprise, FormerName
from enterprises.register.models.reference import Industry, Region

__all__ = ["Enterprise", "FormerName", "Industry", "Region"]
