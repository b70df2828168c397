#!/bin/sh
# Makes the cluster, the two roles and the database on the first start, keeps the password of the
# roles equal to the secret, then runs PostgreSQL.
set -eu

secret=/run/secrets/db_password
[ -r "$secret" ] || { echo 'secret db_password is missing or not readable' >&2; exit 1; }

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  new=$PGDATA.new
  rm -rf "$new"
  initdb --pgdata="$new" --username=postgres --encoding=UTF8 --locale=C.UTF-8 --auth=scram-sha-256 --pwfile="$secret" > /dev/null
  # Reachable through a socket in its own folder only: neither clients nor the health check find it.
  pg_ctl --pgdata="$new" --silent --wait --log="$new/first-start.log" \
    --options="-c listen_addresses='' -c unix_socket_directories='$new' -c hba_file=/etc/postgresql/pg_hba.conf" start
  # psql reads the password by itself: an argument would show it to others.
  psql --host="$new" --no-psqlrc --quiet --set ON_ERROR_STOP=1 postgres <<'SQL'
\set password `cat /run/secrets/db_password`
CREATE ROLE davical_dba LOGIN PASSWORD :'password';
CREATE ROLE davical_app LOGIN PASSWORD :'password';
CREATE DATABASE davical OWNER davical_dba;
REVOKE ALL ON DATABASE davical FROM PUBLIC;
GRANT CONNECT ON DATABASE davical TO davical_app;
SQL
  pg_ctl --pgdata="$new" --silent --wait --mode=fast stop
  rm -f "$new/first-start.log"
  # Renamed only when it is complete: a start that was cut short begins again.
  mv "$new" "$PGDATA"
  echo 'created the database "davical"'
else
  # Before anyone can connect, without a server. A statement that fails is not logged: it holds the password.
  password=$(sed "s/'/''/g" "$secret")
  for role in davical_dba davical_app; do
    echo "ALTER ROLE $role PASSWORD '$password'"
  done | postgres --single -D "$PGDATA" -c config_file=/etc/postgresql/postgresql.conf \
    -c log_min_messages=panic -c log_min_error_statement=panic postgres > /dev/null
fi

exec postgres -c config_file=/etc/postgresql/postgresql.conf
