#!/bin/sh
# A consistent dump while the database runs; renamed only when it is complete.
set -eu
folder=/var/lib/mysql/backup
MYSQL_PWD=$(cat /run/secrets/db_password)
export MYSQL_PWD
mkdir -p "$folder"
mariadb-dump --user=wordpress --single-transaction --no-tablespaces --hex-blob wordpress > "$folder/wordpress.sql.new"
tail -n 1 "$folder/wordpress.sql.new" | grep -q '^-- Dump completed'
mv "$folder/wordpress.sql.new" "$folder/wordpress.sql"
