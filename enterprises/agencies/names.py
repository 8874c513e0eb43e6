"""Every name and code under which files may name an agency: today's, former ones and those of its predecessors."""

from collections.abc import Mapping

from django.db.models import Q

from enterprises.agencies.models import Agency, AgencyAlias
from enterprises.shared.rules.names import fold_name


def folded_names_of(agency: Agency) -> frozenset[str]:
    """Return the agency's names, folded."""
    former = agency.former_names.values_list("folded_name", flat=True)
    return frozenset({fold_name(agency.name), *former})


def codes_of(agency: Agency) -> frozenset[str]:
    """Return the agency's codes."""
    former = agency.former_names.exclude(code="").values_list("code", flat=True)
    return frozenset({agency.code, *former})


def agency_of_code(code: str) -> Agency | None:
    """Return the agency that has or had that code."""
    present = Agency.objects.filter(code=code).first()
    if present is not None:
        return present
    alias = AgencyAlias.objects.select_related("agency").filter(code=code).order_by("-pk").first()
    return alias.agency if alias else None


def agencies_by_code() -> Mapping[str, Agency]:
    """Return all agencies by present and former codes; two queries."""
    present = {agency.pk: agency for agency in Agency.objects.order_by("code")}
    former = AgencyAlias.objects.exclude(code="").order_by("pk").values_list("code", "agency_id")
    return {code: present[pk] for code, pk in former} | {agency.code: agency for agency in present.values()}


def successions_of(agency: Agency) -> list[AgencyAlias]:
    """Return where other agencies name this one as a former name of theirs: they have its duties today."""
    is_named = Q(code=agency.code) | Q(folded_name=fold_name(agency.name), code="")
    return list(AgencyAlias.objects.select_related("agency").filter(is_named).exclude(agency=agency))
