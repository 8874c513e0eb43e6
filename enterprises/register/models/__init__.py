"""Tables of the register: enterprises with former names and steps of their codes, and codes of regions, industries."""

from enterprises.register.models.classifications import Industry, Region
from enterprises.register.models.codes import CodeStep
from enterprises.register.models.enterprise import Enterprise, FormerName

__all__ = ["CodeStep", "Enterprise", "FormerName", "Industry", "Region"]
