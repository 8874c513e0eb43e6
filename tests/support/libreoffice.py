"""LibreOffice without a window: what a spreadsheet makes of a file."""

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from tests.support.reporting import not_run

CONVERT_S = 300
UTF8_CSV = "CSV:44,34,76,1"  # comma, double quote, UTF-8, from the first line: what the dialog offers for our files


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """Give the program; the test is left out, loudly, where there is none."""
    found = shutil.which("soffice")
    if found is None:
        not_run("no LibreOffice: apt-get install libreoffice-calc-nogui")
    return found


def cells_in(libreoffice: str, file: Path) -> list[list[object]]:
    """Open a CSV or XLSX file and return the cells that the program shows, row by row."""
    out = file.parent / "opened"
    command = [libreoffice, f"-env:UserInstallation={(file.parent / 'profile').as_uri()}", "--headless"]
    command += [f"--infilter={UTF8_CSV}"] if file.suffix == ".csv" else []
    command += ["--convert-to", "xlsx", "--outdir", str(out), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=CONVERT_S)
    sheet = openpyxl.load_workbook(out / f"{file.stem}.xlsx").worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]
