"""Specifications of charts as pictures and pages, without a network.

What draws holds the interpreter while it does, for seconds, and keeps 200 MB for good. So it is a
program of its own, `renderer.py`, that is run once a picture.
"""

import asyncio
import json
import sys
from html import escape
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).with_name("renderer.py")
SECONDS = 60
"""After which a picture is given up."""
AT_ONCE = asyncio.Semaphore(2)
