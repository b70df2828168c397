#!/bin/sh
# A consistent file while the server runs; renamed only when it is complete.
set -eu
data=/var/lib/redis
mkdir -p "$data/backup"
export REDISCLI_AUTH="$(cat /run/secrets/redis_pass)"
redis-cli SAVE | grep -qx OK
cp "$data/dump.rdb" "$data/backup/new.rdb"
redis-check-rdb "$data/backup/new.rdb" > /dev/null
mv "$data/backup/new.rdb" "$data/backup/dump.rdb"
