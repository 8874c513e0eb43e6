#!/usr/bin/env bash
# python-stdnum refuses the resident numbers of most people born before 1983
#
# Guess:     `stdnum.cn.ric.is_valid` accepts every resident number (GB 11643) with a division that exists or existed, a
#            calendar day of birth and the right check digit.
# Versions:  python-stdnum 2.2 (PyPI)
# Behaviour: It demands that the division's code was in force in the year of birth. Most codes of its table begin in 1983 or
#            later, none with a year before 1981. But numbers have been given out since 1984, to adults as well, with the
#            code of that time. So a number of 武昌区 (420106) is valid with a birth in 1983 and invalid with one in 1982. Of
#            the 117 codes of Hubei in force today, 10 are accepted for 1982 and 9 for 1950.
# Output:    420106 born 1982: False
#            420106 born 1983: True
#            Hubei 1950: 9 of 117, 1982: 10 of 117, 2010: 114 of 117
# Why a credit portal cares: A recogniser built on it leaves the numbers of most people over 43 unmasked, and they are the
#            legal representatives. Province, calendar day and check digit are the test that loses nobody.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'python-stdnum==2.2'

venv/bin/python - <<'PY'
import re
import sys
from importlib.resources import files

from stdnum.cn import ric

DIVISION = re.compile(r'^ +(\d{4}) county="([^"]+)"')
ENDED = re.compile(r"-\d{4}\][^,]*$")  # the last name of a code has a last year


def made_up(division, year):
    body = f"{division}{year}0615123"
    return body + ric.calc_check_digit(body + "0")


def codes_in_force(province):
    """Give the divisions below the prefecture that have no last year."""
    current = ""
    for line in files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8").splitlines():
        if found := re.match(r"^(\d{2}) province=", line):
            current = found[1]
        elif current == province and (found := DIVISION.match(line)):
            if not found[1].endswith("00") and not ENDED.search(found[2]):
                yield province + found[1]


seen = []
for year in (1982, 1983):
    seen.append(ric.is_valid(made_up("420106", year)))
    print(f"420106 born {year}: {seen[-1]}")
hubei = list(codes_in_force("42"))
shares = [sum(ric.is_valid(made_up(code, year)) for code in hubei) for year in (1950, 1982, 2010)]
print("Hubei " + ", ".join(f"{year}: {share} of {len(hubei)}" for year, share in zip((1950, 1982, 2010), shares)))
unchanged = seen == [False, True] and (*shares, len(hubei)) == (9, 10, 114, 117)
sys.exit(0 if unchanged else "The behaviour has changed.")
PY
