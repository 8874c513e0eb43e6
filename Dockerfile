# The portal as it runs in production: `web` and `worker` of compose.yaml are this image.
FROM python:3.11-slim-bookworm

# WeasyPrint's libraries (the third is not pulled in by Pango, see docs/decisions/dependencies.md) and a Chinese font.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 portal \
    && install -d -o portal -g portal /data /srv/static

WORKDIR /srv/creditportal
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY manage.py ./
COPY creditportal creditportal
COPY enterprises enterprises
COPY lists lists
COPY search search
COPY templates templates
COPY static static
COPY locale locale
# A confined reader writes no file, not even its own compiled modules.
RUN python -m compileall -q enterprises

ENV PYTHONUNBUFFERED=1 DEBUG=false DATA_DIR=/data STATIC_ROOT=/srv/static BIND=0.0.0.0:8000
USER portal
# Hashed and compressed once, here; the key is of this step alone.
RUN SECRET_KEY=$(head -c 64 /dev/urandom | base64 -w0) ALLOWED_HOSTS=build python manage.py collectstatic --noinput
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "creditportal.web"]
