#!/bin/sh
# A consistent copy while the server runs; renamed only when it is complete.
set -eu
data=/var/lib/mumble-server
mkdir -p "$data/backup"
sqlite3 -bail -cmd '.timeout 10000' "$data/mumble-server.sqlite" ".backup '$data/backup/new.sqlite'"
mv "$data/backup/new.sqlite" "$data/backup/mumble-server.sqlite"
