"""What tests of the public pages and of the API of lists share."""

from django.test import Client

RESIDENT_NUMBER = "110101199003070011"
# Filters that page and API of a list take alike.
FILTERS = ("region=420199", "region=4201", "industry=C", "industry=c26", "status=REVOKED", "year=2016")


def text_of(client: Client, address: str) -> str:
    """Return the page at an address, which has to be there."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()
