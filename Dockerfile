# One image for every part of ours: `serve server`, `serve actions`, `serve nginx` and `serve actions-nginx` say which one
# a container is (compose.yml), `serve` alone is all of them beside a PostgreSQL and a Redis elsewhere. The same Debian
# packages as in the tests, and the same lock file.
FROM python:3.10-slim-bookworm

RUN apt-get update \
 && apt-get install --yes --no-install-recommends nginx-light \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home skills

WORKDIR /app

# What is installed changes seldom, so that it stands before the rest.
COPY requirements.lock ./
COPY bot/launch/install.py bot/launch/
RUN python bot/launch/install.py && rm -rf .state /root/.cache

COPY . .
# `models/now` is the model in force: whoever renews it lets the link lead to another.
RUN .venv/bin/python -m bot train \
 && ln -s "$(basename models/*.tar.gz)" models/now \
 && rm -rf .state .rasa && mkdir .state && chown -R skills .state models

USER skills
VOLUME /app/.state
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT [".venv/bin/python", "-m", "bot"]
CMD ["serve"]
