#!/bin/sh
# Puts the file made by backup.sh in place of the present content.
set -eu
data=/var/lib/redis
redis-check-rdb "$data/backup/dump.rdb" > /dev/null
cp "$data/backup/dump.rdb" "$data/restored.rdb"
mv "$data/restored.rdb" "$data/dump.rdb"
export REDISCLI_AUTH="$(cat /run/secrets/redis_pass)"
redis-cli DEBUG RELOAD NOSAVE | grep -qx OK
