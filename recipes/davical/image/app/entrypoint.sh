#!/bin/bash
# Prepares the database, then serves.
set -euo pipefail

for secret in db_password admin_pass; do
  [[ -r /run/secrets/$secret ]] || { echo "secret $secret is missing or not readable" >&2; exit 1; }
done

# Swarm starts and updates all services at once: the database may need some seconds more, be replaced
# in the middle, or be about to take a new password. A container that gave up at once would count as a
# failed update and be rolled back.
until output=$(prepare.sh 2>&1); do
  (( SECONDS < 40 )) || { printf '%s\n' "$output" 'no usable database within 40 s' >&2; exit 1; }
  sleep 0.5
done
printf '%s\n' "$output"
rm -f /tmp/pgpass

exec apache2 -D FOREGROUND
