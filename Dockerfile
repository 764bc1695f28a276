# The service alone: PostgreSQL is elsewhere, DATABASE_URL says where (see compose.yaml).
ARG PYTHON=docker.io/library/python:3.11-slim-bookworm

FROM ${PYTHON} AS builder
WORKDIR /app
RUN python -m venv /venv
COPY requirements/service.txt requirements/
RUN /venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/service.txt
COPY . .
# Editable, so that the migrations are found where the repository has them: beside the package.
RUN /venv/bin/python -m pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && /venv/bin/python -m compileall -q service migrations

FROM ${PYTHON}
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin whocounts
WORKDIR /app
COPY --from=builder /venv /venv
COPY --from=builder /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    WHOCOUNTS_HOST=0.0.0.0 \
    WHOCOUNTS_PORT=8000
USER whocounts
EXPOSE 8000
# Ready means that the database answers and the model is loaded, which takes a few seconds.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['WHOCOUNTS_PORT'] + '/readyz', timeout=4)"]
ENTRYPOINT ["whocounts"]
CMD ["serve"]
