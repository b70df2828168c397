#!/bin/sh
# Puts the copy made by backup.sh in place of the database. The server keeps much of it in memory, so it is stopped for
# that moment; the entrypoint starts it again.
set -eu
data=/var/lib/mumble-server
test "$(sqlite3 "$data/backup/mumble-server.sqlite" 'PRAGMA quick_check')" = ok
trap 'rm -f /tmp/restoring' EXIT
touch /tmp/restoring
server=$(cat /tmp/server)
kill "$server"
while kill -0 "$server" 2> /dev/null; do sleep 0.1; done
cp "$data/backup/mumble-server.sqlite" "$data/restored.sqlite"
rm -f "$data/mumble-server.sqlite-journal" "$data/mumble-server.sqlite-wal" "$data/mumble-server.sqlite-shm"
mv "$data/restored.sqlite" "$data/mumble-server.sqlite"
