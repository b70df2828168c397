#!/bin/bash
# Waits for the database, brings its schema up to date, then serves.
set -euo pipefail

dba=/usr/share/davical/dba
awl=/usr/share/awl/dba

for secret in db_password admin_pass; do
  [[ -r /run/secrets/$secret ]] || { echo "secret $secret is missing or not readable" >&2; exit 1; }
done

# libpq reads the password from a file; an argument or a variable would show it to others.
export PGHOST=db PGDATABASE=davical PGUSER=davical_dba PGPASSFILE=/tmp/pgpass PGOPTIONS=--client-min-messages=warning
(umask 077; sed -e 's/[\\:]/\\&/g' -e '1s/^/*:*:*:*:/' /run/secrets/db_password > "$PGPASSFILE")

sql() {
  psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 "$@"
}

# Swarm starts all services at once: the database may need some seconds more.
for attempt in {1..60}; do
  ready=$(pg_isready --timeout=1) && break
  (( attempt == 60 )) && { echo "no database within 30 s: $ready" >&2; exit 1; }
  sleep 0.5
done

# A schema without users is one whose making was cut short; it holds nothing and is made anew.
if [[ $(sql -c "SELECT to_regclass('public.usr') IS NOT NULL") != t || $(sql -c 'SELECT count(*) FROM usr') == 0 ]]; then
  sql -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public' -c 'GRANT USAGE ON SCHEMA public TO davical_app'
  for file in "$awl/awl-tables.sql" "$awl/schema-management.sql" "$dba/davical.sql"; do
    sql -f "$file" > /dev/null
  done
  "$dba/update-davical-database" --dbhost db --nopatch --owner davical_dba > /dev/null
  hash=$(php -r 'require "/usr/share/awl/inc/AWLUtilities.php";
    echo session_salted_sha1(rtrim(file_get_contents("/run/secrets/admin_pass"), "\n"), bin2hex(random_bytes(4)));')
  # The users come last and in one step with their password: there is no moment with a known one.
  { cat "$dba/base-data.sql"; echo "UPDATE usr SET password = '$hash' WHERE user_no = 1;"; } | sql --single-transaction > /dev/null
  echo 'created the schema and the user "admin"'
else
  "$dba/update-davical-database" --dbhost db --owner davical_dba
fi

rm -f "$PGPASSFILE"
unset PGHOST PGDATABASE PGUSER PGPASSFILE PGOPTIONS

exec apache2 -D FOREGROUND
