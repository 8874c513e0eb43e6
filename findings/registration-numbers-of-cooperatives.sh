#!/usr/bin/env bash
# Frictionless takes a column of registration numbers for integers and empties those of the cooperatives
#
# Guess:     A column is typed as integer where all its cells are whole numbers. One cell with letters makes it text.
# Versions:  frictionless 5.21.0 and tableschema 1.21.0 (PyPI)
# Behaviour: Numbers of companies before 2015 are 15 digits; those of farmers' cooperatives have NA in the middle and X at the
#            end. Both packages take the type that fits most cells. For Frictionless nine in ten are enough; extract then
#            gives None for each number that does not fit, without an error. validate names them as faults of the data.
#            tableschema is content with three in four, and stops when it reads the first of the others.
# Output:    of 100 numbers  Frictionless  emptied  tableschema
#            with letters: 5    integer       5        integer
#            with letters: 10   integer       10       integer
#            with letters: 20   string        0        integer
#            with letters: 30   string        0        string
# Why a credit portal cares: Open data of a district with few cooperatives loses just their numbers on the way through such a
#            pipeline, and a data package describes the column wrongly for all who come after. Publish a schema with the
#            data, every number and code as a string, and do not let the type be guessed.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'frictionless==5.21.0' 'tableschema==1.21.0'

venv/bin/python - <<'PY'
import csv
import sys
import warnings
from pathlib import Path

warnings.simplefilter("ignore")
from frictionless import Resource
from tableschema import Table

EXPECTED = {
    5: ("integer", 5, "integer"),
    10: ("integer", 10, "integer"),
    20: ("string", 0, "integer"),
    30: ("string", 0, "string"),
}


def numbers(with_letters):
    yield from (f"4201000000{number:05}" for number in range(100 - with_letters))
    yield from (f"420100NA{number:06}X" for number in range(with_letters))


def read(with_letters):
    path = Path(f"{with_letters}.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["number"], *([number] for number in numbers(with_letters))])
    with Resource(str(path)) as resource:
        kind = resource.schema.get_field("number").type
        emptied = sum(row["number"] is None for row in resource.read_rows())
    return kind, emptied, Table(str(path)).infer()["fields"][0]["type"]


seen = {with_letters: read(with_letters) for with_letters in EXPECTED}
print("of 100 numbers", "Frictionless", "emptied", "tableschema", sep="\t")
for with_letters, answers in seen.items():
    print(f"with letters: {with_letters}", *answers, sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
