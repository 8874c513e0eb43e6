"""What bodies of the API are read with."""

from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class DeepJSONParser(JSONParser):
    """JSON; what is nested too deep is refused like what is no JSON."""

    def parse(self, stream: IO[Any], *args: Any, **kwargs: Any) -> Any:
        """Return what was sent.

        :raises ParseError: it is no JSON, or too deep.
        """
        try:
            return super().parse(stream, *args, **kwargs)
        except RecursionError as error:
            raise ParseError("JSON嵌套过深。") from error
