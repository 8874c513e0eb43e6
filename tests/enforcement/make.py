"""Cases and campaigns against infringement, by the services officers use."""

from datetime import date
from pathlib import Path
from typing import Any

from enterprises.enforcement.models import Campaign, CampaignReport
from enterprises.enforcement.rules import CampaignType
from enterprises.enforcement.services.campaigns import (
    GivenCampaign,
    propose_campaign,
    publish_campaign,
    report_results,
)
from enterprises.enforcement.sheets import read_results
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from tests import make
from tests.make import AT, Office

TRADEMARK: dict[str, Any] = {"CF_YJ": "《中华人民共和国商标法》第六十条第二款", "CF_WFXW": "侵犯注册商标专用权"}
SAMPLES = Path(__file__).parents[1] / "samples"


def stated(**changes: Any) -> GivenCampaign:
    """Make what an agency states of a campaign."""
    given: dict[str, Any] = {
        "name": "2026年红盾护农专项行动",
        "campaign_type": CampaignType.RURAL,
        "partners": (),
        "notice": "武市监〔2026〕5号",
        "goals": "查处假冒伪劣农资。",
        "starts_on": date(2026, 3, 1),
        "ends_on": date(2026, 5, 31),
    }
    return GivenCampaign(**{**given, **changes})


def proposed(office: Office, **changes: Any) -> Campaign:
    """Propose a campaign."""
    return propose_campaign(given=stated(**changes), agency=office.agency, by=office.recorder, at=AT)


def published(office: Office, **changes: Any) -> Campaign:
    """Publish a campaign."""
    return publish_campaign(campaign=proposed(office, **changes), by=office.reviewer, at=AT)


def reported(campaign: Campaign, office: Office, name: str = "campaign_results.csv") -> CampaignReport:
    """Hand in the results of a campaign from a sample."""
    return report_results(campaign=campaign, given=read_results(SAMPLES / name), by=office.recorder, at=AT)


def case(office: Office, enterprise: Enterprise, number: int = 1, **changes: Any) -> Record:
    """Publish a penalty that is a case of enforcement."""
    return make.published(
        office, enterprise=enterprise, CF_WSH=f"武市监处〔2026〕{number}号", **{**TRADEMARK, **changes}
    )
