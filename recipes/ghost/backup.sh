#!/bin/sh
# A consistent dump while the database runs; renamed only when it is complete.
set -eu
folder=/var/lib/mysql/backup
MYSQL_PWD=$(cat /run/secrets/db_password)
export MYSQL_PWD
mkdir -p "$folder"
mysqldump --user=ghost --single-transaction --no-tablespaces --set-gtid-purged=OFF --hex-blob ghost > "$folder/ghost.sql.new"
tail -n 1 "$folder/ghost.sql.new" | grep -q '^-- Dump completed'
mv "$folder/ghost.sql.new" "$folder/ghost.sql"
