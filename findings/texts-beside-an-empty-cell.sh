#!/usr/bin/env bash
# mlcroissant gives credit codes of a column declared as text as 9.14201e+17 once a cell is empty
#
# Guess:     Croissant, the JSON-LD form for data sets, names the type of each column. A field of the type sc:Text gives what stands
#            in the CSV file, letter by letter, and None for an empty cell.
# Versions:  mlcroissant 1.1.1 and pandas 3.1.1 (PyPI)
# Behaviour: pandas reads the file and guesses; the declared type comes after. A column of digits is a column of integers: zeros at
#            the front are gone. With one empty cell it is one of floats, and a code of 18 digits is written with six of them:
#            each code of the division becomes the same text. A registration number gets ".0" behind it. An enterprise with the
#            name NA is None. One code with a letter anywhere in the column keeps all of them as they are.
# Output:    in the CSV file                             all filled          one empty           one with a letter
#            914201000000000018                          914201000000000018  9.14201e+17         914201000000000018
#            420100000012345                             420100000012345     420100000012345.0   420100000012345
#            027                                         27                  27.0                027
#            50000.00                                    50000.0             50000.0             50000.00
#            NA                                          -                   -                   -
# Why a credit portal cares: By Croissant programs find and load the lists of a data portal. No
#            warning names the column, then a join by credit code matches every enterprise of the city or none. Publish
#            Parquet beside the CSV file, or read the file itself with all columns as text.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'mlcroissant==1.1.1' 'pandas==3.1.1'

venv/bin/python - <<'PY'
import hashlib
import json
import logging
import sys
from pathlib import Path

import mlcroissant

logging.disable()
EXPECTED = {
    "914201000000000018": ["914201000000000018", "9.14201e+17", "914201000000000018"],
    "420100000012345": ["420100000012345", "420100000012345.0", "420100000012345"],
    "027": ["27", "27.0", "027"],
    "50000.00": ["50000.0", "50000.0", "50000.00"],
    "NA": ["-", "-", "-"],
}


def read(cells):
    """Write a CSV file of one column and its description, give the texts that come back."""
    table = "".join(["value,name\n", *(f"{cell},江城\n" for cell in cells)])
    Path("list.csv").write_text(table)
    file = mlcroissant.FileObject(
        id="list.csv",
        name="list.csv",
        content_url="list.csv",
        encoding_formats=["text/csv"],
        sha256=hashlib.sha256(table.encode()).hexdigest(),
    )
    field = mlcroissant.Field(
        id="list/value",
        name="value",
        data_types=mlcroissant.DataType.TEXT,
        source=mlcroissant.Source(file_object="list.csv", extract=mlcroissant.Extract(column="value")),
    )
    metadata = mlcroissant.Metadata(
        name="list",
        url="https://example.org/list",
        distribution=[file],
        record_sets=[mlcroissant.RecordSet(id="list", name="list", fields=[field])],
    )
    Path("list.json").write_text(json.dumps(metadata.to_json(), default=str))
    values = [record["list/value"] for record in mlcroissant.Dataset("list.json").records("list")]
    return ["-" if value is None else value.decode() for value in values]


print("in the CSV file", "all filled", "one empty", "one with a letter", sep="\t")
seen = {}
for cell in EXPECTED:
    seen[cell] = [read([cell, cell])[0], read([cell, ""])[0], read([cell, "91420100MA0000000X"])[0]]
    print(cell, *seen[cell], sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
