"""The steps on a record's page, one table: who, when, which form, which service and in which words."""

from enterprises.records.desk.maker_steps import MAKER_STEPS
from enterprises.records.desk.published_steps import PUBLISHED_STEPS
from enterprises.records.desk.situation import Situation
from enterprises.records.desk.waiting_steps import WAITING_STEPS
from enterprises.shared.workflow.desk import Step

# In the order of the page; the name is the last part of the step's address.
STEPS: tuple[Step[Situation], ...] = (*WAITING_STEPS, *MAKER_STEPS, *PUBLISHED_STEPS)
STEPS_BY_NAME = {step.name: step for step in STEPS}
