"""What to try first: three requests on what is stored."""

import json

from service.storage.filters import SeriesFilter
from service.storage.store import Store


async def try_this(store: Store, address: str) -> str:
    """Three things to try, with the series of the most claims as the example."""
    page = await store.series_list(SeriesFilter(limit=1))
    series = next(iter(json.loads(page.items)), None)
    comparison = f"/v1/series/{series['id']}/comparison" if series else "/v1/series"
    title = series["title"] if series else "which series there are"
    return f"""
Three things to try:
  1. Who says how many? {title}:
       curl -s {address}{comparison}
  2. The claims behind it, each with its sentence and offsets:
       curl -s '{address}/v1/claims?metric=casualties&whose=Russia&limit=5'
  3. Every request with worked examples, in a browser:
       {address}/docs
"""
