"""Where damaged files go: the desk's check of a sheet, and the public verification."""

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from creditportal.development.demo.accounts import PASSWORD

SAMPLES = Path(__file__).parents[1] / "samples"
RECORDER = "gsj-luru"
CHECK, VERIFY = "/desk/batches/new/", "/verify/"
TIMEOUT_S = 120
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One sample and the address it goes to."""

    name: str
    address: str
    sample: bytes
    fields: Mapping[str, str] = field(default_factory=dict)


class Client:
    """A signed-in client on one connection, which is opened again where the server has closed it."""

    def __init__(self, address: str) -> None:
        self._host = urlsplit(address).netloc
        self._connection = http.client.HTTPConnection(self._host, timeout=TIMEOUT_S)
        self._cookies: dict[str, str] = {}
        self._token = ""

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def sign_in(self) -> None:
        """Sign in as a recorder of the demonstration."""
        _, page = self.request("GET", "/desk/login/")
        self._token = _found(_CSRF, page)
        form = urlencode({"username": RECORDER, "password": PASSWORD, "csrfmiddlewaretoken": self._token})
        self.request("POST", "/desk/login/", form.encode(), "application/x-www-form-urlencoded")
        _, page = self.request("GET", CHECK)
        self._token = _found(_CSRF, page)

    def send(self, target: Target, content: bytes) -> int:
        """Post a file; return the status."""
        boundary = uuid4().hex
        fields = {**target.fields, "csrfmiddlewaretoken": self._token}
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'.encode()
        body = b"".join((*parts, head, content, f"\r\n--{boundary}--\r\n".encode()))
        return self.request("POST", target.address, body, f"multipart/form-data; boundary={boundary}")[0]

    def request(self, method: str, path: str, body: bytes = b"", content_type: str = "") -> tuple[int, bytes]:
        """Ask for a page.

        :raises OSError, HTTPException: the server has gone away twice.
        """
        try:
            return self._request(method, path, body, content_type)
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return self._request(method, path, body, content_type)

    def _request(self, method: str, path: str, body: bytes, content_type: str) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if content_type:
            headers["Content-Type"] = content_type
        self._connection.request(method, path, body or None, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, content + (answer.headers["Location"] or "").encode()


def targets(client: Client, *, uscc: str) -> tuple[Target, ...]:
    """Return a target for each format; the PDF is a report issued now."""
    check = {"kind": "penalty", "do": "check"}
    sheets = {"CSV": "penalty_2018_codes.csv", "XLSX": "penalty_2018_labels.xlsx", "XLS": "penalty_2015.xls"}
    files = {name: (SAMPLES / file).read_bytes() for name, file in sheets.items()}
    return (
        *(Target(name=f"{name} at the desk", address=CHECK, sample=one, fields=check) for name, one in files.items()),
        Target(name="PDF at verification", address=VERIFY, sample=_report(client, uscc)),
        Target(name="XLSX at verification", address=VERIFY, sample=files["XLSX"]),
    )


def _report(client: Client, uscc: str) -> bytes:
    _, answer = client.request("POST", f"/enterprises/{uscc}/reports/")
    number = _found(re.compile(r"/reports/([0-9A-Z]+)/"), answer)
    status, pdf = client.request("GET", f"/reports/{number}.pdf")
    assert status == http.client.OK
    return pdf


def _found(pattern: re.Pattern[str], page: bytes) -> str:
    found = pattern.search(page.decode("utf-8", "replace"))
    assert found is not None, f"{pattern.pattern} is missing in the answer"
    return found[1]
