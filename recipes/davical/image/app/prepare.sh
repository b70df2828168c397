#!/bin/bash
# Brings the schema and the password of "admin" up to date; may be run again at any time.
set -euo pipefail

dba=/usr/share/davical/dba
awl=/usr/share/awl/dba

# libpq reads the password from a file; an argument or a variable would show it to others.
export PGHOST=db PGDATABASE=davical PGUSER=davical_dba PGPASSFILE=/tmp/pgpass PGCONNECT_TIMEOUT=2 PGOPTIONS=--client-min-messages=warning
(umask 077; sed -e 's/[\\:]/\\&/g' -e '1s/^/*:*:*:*:/' /run/secrets/db_password > "$PGPASSFILE")

sql() {
  psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 "$@"
}

# Prints "same" when $1 is a salted hash of the secret, else a new one.
admin_hash() {
  php -r 'require "/usr/share/awl/inc/AWLUtilities.php";
    $secret = rtrim(file_get_contents("/run/secrets/admin_pass"), "\n");
    $last = $argv[1] ?? "";
    echo $last !== "" && session_validate_password($secret, $last) ? "same" : session_salted_sha1($secret, bin2hex(random_bytes(4)));' -- "$1"
}

set_admin_password() {
  echo "UPDATE usr SET password = '$1' WHERE user_no = 1;"
}

# The secret applied last is kept as a salted hash, in a schema that the web application cannot read.
remember_admin_password() {
  echo 'CREATE SCHEMA IF NOT EXISTS recipe_commons;'
  echo 'CREATE TABLE IF NOT EXISTS recipe_commons.applied (secret text PRIMARY KEY, hash text NOT NULL);'
  echo "INSERT INTO recipe_commons.applied VALUES ('admin_pass', '$1') ON CONFLICT (secret) DO UPDATE SET hash = excluded.hash;"
}

# A question that fails ends the script here (an assignment by itself does, one inside [[ ]] would not):
# only a clear "no" or "0" may lead to making the schema anew.
schema=$(sql -c "SELECT CASE WHEN to_regclass('public.usr') IS NULL THEN 'no' ELSE 'yes' END")
users=none
if [[ $schema == yes ]]; then users=$(sql -c 'SELECT count(*) FROM usr'); fi

# A schema without users is one whose making was cut short; it holds nothing.
if [[ $schema == no || $users == 0 ]]; then
  sql -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public' -c 'GRANT USAGE ON SCHEMA public TO davical_app'
  for file in "$awl/awl-tables.sql" "$awl/schema-management.sql" "$dba/davical.sql"; do
    sql -f "$file" > /dev/null
  done
  "$dba/update-davical-database" --dbhost db --nopatch --owner davical_dba > /dev/null
  hash=$(admin_hash '')
  # The users come last and in one step with their password: there is no moment with a known one.
  { cat "$dba/base-data.sql"; set_admin_password "$hash"; remember_admin_password "$hash"; } | sql --single-transaction > /dev/null
  echo 'created the schema and the user "admin"'
else
  "$dba/update-davical-database" --dbhost db --owner davical_dba
  last=
  remembered=$(sql -c "SELECT CASE WHEN to_regclass('recipe_commons.applied') IS NULL THEN 'no' ELSE 'yes' END")
  if [[ $remembered == yes ]]; then last=$(sql -c "SELECT hash FROM recipe_commons.applied WHERE secret = 'admin_pass'"); fi
  hash=$(admin_hash "$last")
  if [[ -z $last ]]; then
    # Made before 1.1.0: the password may have been changed by hand since, so it stays.
    remember_admin_password "$hash" | sql --single-transaction
  elif [[ $hash != same ]]; then
    { set_admin_password "$hash"; remember_admin_password "$hash"; } | sql --single-transaction
    echo 'the secret admin_pass is new: replaced the password of "admin"'
  fi
fi
