"""Are the values and the units of quantities right?

The set holds sentences with the quantities in them: value, and unit in the words of the set. It is
read whole: the claims of a sentence and every other number of it together, as `--explain` shows
them.

A reading is right where both bounds are those of the annotation (ours may be open where a hedge
leaves them so: "more than 5,000 miles" is annotated as 5,000), the spans overlap, where the set
has offsets, and the unit is the same. Each annotation takes one reading. F1 is over all annotations
and all readings, with one allowance: the set has no dates, times, ordinals and names with numbers
in them ("third quarter", "highway 35"), so that what was read as one of these counts as a reading
only where it is right. The figure without that allowance is shown beside it.

Units are the same where

- the set's unit is ours by its name ("mile", "barrel per day"), or by the table of this file, which
  has the set's names for currencies beside their codes and its spellings beside ours;
- the set's unit is one of age ("year of age"), and ours is the stretch of time ("year") of a number
  that is no claim since it is an age;
- the set's unit is what is counted ("fighter jet", "count" or "-" where it has no name for it),
  which it has words of its own for, and ours is a plain count.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks.figures import Aim, Figure
from benchmarks.sets.lines import lines
from benchmarks.sets.matching import Fields, Tally, overlap, pairs, readings, same_bounds

FILE = "quantities.jsonl"
AIM = 0.95

OURS = {
    "dollar": "USD",
    "euro": "EUR",
    "pound sterling": "GBP",
    "chinese yuan": "CNY",
    "japanese yen": "JPY",
    "canadian dollar": "CAD",
    "australian dollar": "AUD",
    "hong kong dollar": "HKD",
    "new zealand dollar": "NZD",
    "swiss franc": "CHF",
    "mexican peso": "MXN",
    "turkish lira": "TRY",
    "rupee": "INR",
    "sri lankan rupee": "LKR",
    "finnish markka": "FIM",
    "netherlands guilde": "NLG",
    "peseta": "ESP",
    "mark": "DEM",
    "costa rican colón": "CRC",
    "georgian lari": "GEL",
    "lao kip": "LAK",
    "bitcoin": "BTC",
    "percentage": "percent",
    "celsius": "degree Celsius",
    "fahrenheit": "degree fahrenheit",
    "degree": "degree angle",
    "metric ton": "tonne",
}
"""What the set calls otherwise than we do."""
MEASURES = frozenset(
    "cent penny sen satoshi foot metre mile inch gallon ounce bit megabit megabyte acre hour "
    "minute day week month year ton kilogram millimetre kilometre decimetre picometre microgram "
    "pound-mass tablespoon teaspoon cup dram millilitre radian".split()
)
"""Units of the set that are neither in that table nor what is counted."""


UNANNOTATED = frozenset("date year time ordinal designation address score".split()) | {
    "phone or code",
    "list number",
    "fixed phrase",
}
"""The reasons of numbers that the set does not have."""


def figures(folder: Path) -> Iterator[Figure]:
    """F1 of value and unit, part by part."""
    for name, sentences in parts(folder).items():
        tally, strict = tallies(sentences)
        detail = f"{tally}; with dates and the like {strict.f1:.3f}"
        yield Figure(f"value and unit of {name}", tally.f1, detail, Aim.AT_LEAST, AIM, "F1")


def parts(folder: Path) -> dict[str, list[Fields]]:
    """The sentences of the set, part by part."""
    found: dict[str, list[Fields]] = {}
    for line in lines(folder / FILE):
        found.setdefault(line["dataset"], []).append(line)
    return found


def tallies(
    sentences: Iterable[Fields], reader: Callable[[str], list[Fields]] = readings
) -> tuple[Tally, Tally]:
    """How the sentences were read; and the same with dates and the like counted."""
    tally, strict = Tally(), Tally()
    for line in sentences:
        read = reader(line["text"])
        right = [fields for _, fields in pairs(line["gold"], read, is_right)]
        counted = [r for r in read if r in right or r.get("reason") not in UNANNOTATED]
        for each, considered in ((tally, counted), (strict, read)):
            each.gold += len(line["gold"])
            each.right += len(right)
            each.read += len(considered)
    return tally, strict


def is_right(wanted: Fields, fields: Fields) -> bool:
    """Whether a reading has the value and the unit of an annotation, and stands there."""
    return (
        same_bounds(wanted, closed(fields))
        and overlap(wanted, fields)
        and same_unit(wanted["unit"], fields)
    )


def closed(fields: Fields) -> Fields:
    """A reading with the number that its hedge leaves open on one side on both."""
    low, high = fields["low"], fields["high"]
    return {"low": high if low is None else low, "high": low if high is None else high}


def same_unit(wanted: str, fields: Fields) -> bool:
    """Whether the unit of a reading is what the set calls so."""
    if wanted.endswith(" of age"):
        return bool(fields.get("reason") == "age" and fields["unit"] == wanted[: -len(" of age")])
    ours = " per ".join(OURS.get(name, name) for name in wanted.split(" per "))
    counted = wanted not in OURS and wanted not in MEASURES and " per " not in wanted
    return bool(fields["unit"] == ours or (counted and fields["unit"] is None))
