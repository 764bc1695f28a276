"""In which form an answer is sent: RFC 9110, section 12.5.1."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from fastapi import Depends, Header

from service.api.problems import NotAcceptable
from service.storage.filters import Format

MEDIA_TYPES = {
    Format.JSON: "application/json",
    Format.CSV: "text/csv",
    Format.NDJSON: "application/x-ndjson",
}


def format_for(accept: str | None, offered: Sequence[Format]) -> Format:
    """The offered format that the Accept header likes best, the first where it likes several.

    Raises NotAcceptable where it likes none.
    """
    by_type = {MEDIA_TYPES[form]: form for form in offered}
    return by_type[liked(accept, list(by_type))]


def liked(accept: str | None, offered: Sequence[str]) -> str:
    """The media type that the Accept header likes best, the first where it likes several.

    Raises NotAcceptable where it likes none.
    """
    qualities = {media_type: _quality(media_type, accept or "*/*") for media_type in offered}
    best = max(offered, key=qualities.__getitem__)
    if qualities[best] == 0:
        raise NotAcceptable(f"This is served as {' or '.join(offered)}.")
    return best


def _quality(media_type: str, accept: str) -> float:
    """How much the header likes a media type: by the most specific of its ranges that holds it."""
    kind = media_type.split("/")[0]
    ranges = dict(_ranges(accept))
    return next((ranges[name] for name in (media_type, f"{kind}/*", "*/*") if name in ranges), 0.0)


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for item in accept.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        qualities = (part.removeprefix("q=") for part in parameters if part.startswith("q="))
        yield name, _number(next(qualities, "1"))


def _number(quality: str) -> float:
    try:
        return float(quality)
    except ValueError:
        return 0.0


def only(media_type: str) -> Any:
    """Refuses a request that would not take that media type: for `dependencies`."""

    def checked(accept: Annotated[str | None, Header(include_in_schema=False)] = None) -> None:
        if not _quality(media_type, accept or "*/*"):
            raise NotAcceptable(f"This is served as {media_type}.")

    return Depends(checked)


JSON_ONLY = only(MEDIA_TYPES[Format.JSON])
