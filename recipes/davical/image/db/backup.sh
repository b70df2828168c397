#!/bin/sh
# A consistent dump while the database runs; renamed only when it is complete.
set -eu
folder=/var/lib/postgresql/data/backup
mkdir -p "$folder"
pg_dump --format=custom --file="$folder/davical.dump.new" davical
mv "$folder/davical.dump.new" "$folder/davical.dump"
