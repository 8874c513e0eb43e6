#!/usr/bin/env bash
# FollowTheMoney drops the credit codes of village collectives without a word, for python-stdnum calls them invalid
#
# Guess:     A code is checked by its length, alphabet and check sign. The department that issued it is any of the list in
#            GB 32100, digits and letters.
# Versions:  followthemoney 4.11.2 and python-stdnum 2.2 (PyPI)
# Behaviour: python-stdnum wants eight digits in front. Codes of the departments with a letter are refused although their
#            check sign is right: N (agriculture), Y (others), A (the army). FollowTheMoney cleans the property uscCode by
#            it: what is refused is left out of the entity. No error; registrationNumber keeps the same text.
# Output:    code                department        python-stdnum  uscCode  registrationNumber
#            91420100MA4K00010R  market            valid          kept     kept
#            52420100MA4K00010T  civil affairs     valid          kept     kept
#            N2420100MA4K000109  agriculture       InvalidFormat  dropped  kept
#            Y1420100MA4K000104  others            InvalidFormat  dropped  kept
#            A1100000MA4K000107  army              InvalidFormat  dropped  kept
# Why a credit portal cares: The economic collective of every village and township has a code with N. They lease land, sign
#            contracts and are punished. A graph of companies built on open data of the portal has them without their only
#            sure key, so their penalties hang on a name that other villages share. Check the department by the standard's list.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'followthemoney==4.11.2' 'python-stdnum==2.2'

venv/bin/python - <<'PY'
import sys

from followthemoney import model
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
EXPECTED = {
    "91420100MA4K00010R": ("market", "valid", "kept", "kept"),
    "52420100MA4K00010T": ("civil affairs", "valid", "kept", "kept"),
    "N2420100MA4K000109": ("agriculture", "InvalidFormat", "dropped", "kept"),
    "Y1420100MA4K000104": ("others", "InvalidFormat", "dropped", "kept"),
    "A1100000MA4K000107": ("army", "InvalidFormat", "dropped", "kept"),
}


def has_right_check_sign(code):
    weighted = sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:-1]))
    return (weighted + SIGNS.index(code[-1])) % 31 == 0


def by_stdnum(code):
    try:
        uscc.validate(code)
    except ValidationError as error:
        return type(error).__name__
    return "valid"


def by_followthemoney(code, name):
    company = model.make_entity("Company")
    company.id = code
    company.add(name, code)
    return "kept" if company.get(name) == [code] else "dropped"


seen = {}
print("code", "department", "python-stdnum", "uscCode", "registrationNumber", sep="\t")
for code, (department, *_) in EXPECTED.items():
    assert has_right_check_sign(code)
    kept = [by_followthemoney(code, name) for name in ("uscCode", "registrationNumber")]
    seen[code] = (department, by_stdnum(code), *kept)
    print(code, *seen[code], sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
