#!/bin/sh
# The part of the real image's entrypoint that recipes rely on.
set -eu

if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chown -R postgres:postgres "$PGDATA"
  exec setpriv --reuid=999 --regid=999 --clear-groups "$0" "$@"
fi

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  if [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then
    POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
  fi
  [ -n "${POSTGRES_PASSWORD:-}" ] || { echo 'Error: Database is uninitialized and superuser password is not specified.' >&2; exit 1; }
  user=${POSTGRES_USER:-postgres}
  mkdir -p "$PGDATA"
  chmod 0700 "$PGDATA"
  (umask 077; printf '%s\n' "$POSTGRES_PASSWORD" > /tmp/password)
  # shellcheck disable=SC2086
  initdb --username="$user" --pwfile=/tmp/password ${POSTGRES_INITDB_ARGS:-} > /dev/null
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  pg_ctl --silent --wait --options="-c listen_addresses=''" start > /dev/null
  if [ "${POSTGRES_DB:-$user}" != postgres ]; then
    createdb --username="$user" --maintenance-db=postgres "${POSTGRES_DB:-$user}"
  fi
  export POSTGRES_USER="$user"
  for script in /docker-entrypoint-initdb.d/*.sh; do
    # shellcheck disable=SC1090
    if [ -e "$script" ]; then . "$script"; fi
  done
  pg_ctl --silent --wait --mode=fast stop
  echo 'stand-in for postgres: made a cluster with PostgreSQL 15 from Debian'
fi
unset POSTGRES_PASSWORD

case ${1:-} in
  postgres) shift; exec postgres -c listen_addresses='*' "$@" ;;
  -*) exec postgres -c listen_addresses='*' "$@" ;;
esac
exec "$@"
