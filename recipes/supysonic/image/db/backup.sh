#!/bin/sh
# A consistent dump while the database runs; renamed only when it is complete.
set -eu
folder=/var/lib/mysql/backup
mkdir -p "$folder"
mariadb-dump --single-transaction --routines --hex-blob supysonic > "$folder/supysonic.sql.new"
tail -n 1 "$folder/supysonic.sql.new" | grep -q '^-- Dump completed'
mv "$folder/supysonic.sql.new" "$folder/supysonic.sql"
