#!/usr/bin/env bash
# Presidio finds a bank card in Chinese text only behind a blank or a sign
#
# Guess:     The recogniser of card numbers finds a valid number in running Chinese text as it does in English.
# Versions:  presidio-analyzer 2.2.366 (PyPI)
# Behaviour: Its pattern begins and ends with \b. Han characters are word characters, so there is no boundary between 卡号
#            and a digit: written as Chinese is written, the number is not found, with a colon or a blank it is, with full
#            certainty. Cards of 19 digits, as UnionPay issues them, are never found. The recogniser of telephones beside it,
#            which has no \b, finds its numbers without a blank.
# Output:    card, Han around it:       not found
#            card, colon before it:     found
#            card, blanks around it:    found
#            19 digits, blanks around:  not found
#            mobile, Han around it:     found
# Why a credit portal cares: Reasons and facts of a decision are running Chinese text and are published. Any pattern with \b,
#            one's own included, needs look-arounds over digits and Latin letters instead, and a test without blanks.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'presidio-analyzer==2.2.366'

venv/bin/python - <<'PY'
import sys

from presidio_analyzer.predefined_recognizers import CreditCardRecognizer, PhoneRecognizer


def with_check_digit(body):
    """Complete a made-up card number (Luhn)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in body[::-2])
    return body + str(-(sum(doubled) + sum(map(int, body[-2::-2]))) % 10)


card, long_card = with_check_digit("622202123456789"), with_check_digit("622202123456789012")
cards = CreditCardRecognizer(supported_language="zh")
phones = PhoneRecognizer(supported_language="zh", supported_regions=("CN",))
CASES = [
    ("card, Han around it", cards, f"货款汇入卡号{card}账户", card, False),
    ("card, colon before it", cards, f"货款汇入卡号：{card}，户名", card, True),
    ("card, blanks around it", cards, f"货款汇入卡号 {card} 账户", card, True),
    ("19 digits, blanks around", cards, f"货款汇入卡号 {long_card} 账户", long_card, False),
    ("mobile, Han around it", phones, "联系电话13812345678请回复", "13812345678", True),
]
unchanged = True
for label, recogniser, text, number, expected in CASES:
    hits = recogniser.analyze(text, recogniser.supported_entities, None)
    found = [text[hit.start : hit.end] for hit in hits] == [number]
    unchanged &= found == expected
    print(f"{label + ':':<27}{'found' if found else 'not found'}")
sys.exit(0 if unchanged else "The behaviour has changed.")
PY
