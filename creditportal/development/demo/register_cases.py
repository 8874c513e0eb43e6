"""A few enterprises of the made-up city whose register facts are as registers have them: missing, odd, changed."""

from datetime import date

from enterprises.register.models import Enterprise
from enterprises.register.services.links import assign_earlier_codes
from enterprises.register.services.registration import RegisterRow, register_enterprises
from enterprises.shared.rules.uscc import ALPHABET, complete_uscc

DISTRICT = "420106"
# Register numbers of 15 and 13 digits; the last of the longer ones is its check digit.
NUMBERED = {"420106000099995": "武汉示例印刷厂", "4201061099999": "武汉示例水泥制品厂"}


def add_register_cases(*, on: date) -> int:
    """Store enterprises without a status, with odd or changed codes and with numbers alone; return how many."""
    without_status = {
        _code(number): f"武汉示例{word}有限公司" for number, word in enumerate(("甲辰", "乙巳", "丙午"), 1)
    }
    odd = {_odd(_code(number)): f"武汉示例{word}商贸有限公司" for number, word in enumerate(("丁未", "戊申"), 4)}
    rows = [
        RegisterRow(uscc=code, name=name, columns={"region_id": DISTRICT})
        for code, name in {**without_status, **odd}.items()
    ]
    rows += [
        RegisterRow(uscc=number, name=name, columns={"register_number": number}) for number, name in NUMBERED.items()
    ]
    register_enterprises(rows, on=on)
    changed = list(Enterprise.objects.public(on=on).filter(category="LEGAL_PERSON", status="ACTIVE").order_by("pk")[:2])
    earlier = {enterprise.uscc: _code(number) for number, enterprise in enumerate(changed, 6)}
    assign_earlier_codes(earlier, on=on)
    return len(rows) + len(earlier)


def _code(number: int) -> str:
    return complete_uscc(department="9", category="1", region=DISTRICT, organisation=f"MA9YREG{number}")


def _odd(code: str) -> str:
    """Return a code with another check character than the right one, as a few stand in registers."""
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]
