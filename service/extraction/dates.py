"""What does a date look like? One that names its day, with all that belongs to it.

"Monday, 12 May 2025", "May 12th at about 3:30 pm", but not "the May 12 attacks"
"""

import re

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
"""A month, also abbreviated."""
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"

DATE = re.compile(
    r"(?<!\bthe\s)(?:\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s(?:the\s)?)?"
    rf"(?:\b{MONTH}\s{_DAY}(?!\w)|\b{_DAY}\s(?:of\s)?{MONTH}(?!\w))"
    r"(?:,?\s(?:of\s)?(?:19|20)\d{2}\b)?"
    r"(?:,?\s(?:at|around)\s(?:(?:about|around|approximately|roughly)\s)?"
    r"\d{1,2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\b\.?)?)?"
)
"""A date with its weekday, year and clock time, where it has them."""
