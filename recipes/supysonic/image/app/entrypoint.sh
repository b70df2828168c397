#!/bin/bash
# Writes the configuration, prepares the database, then serves plain HTTP to the proxy in front.
set -euo pipefail

for secret in db_password admin_pass; do
  [[ -s /run/secrets/$secret ]] || { echo "secret $secret is missing or not readable" >&2; exit 1; }
done
[[ $ADMIN_USER =~ ^[A-Za-z0-9._-]{1,64}$ ]] || {
  echo "ADMIN_USER \"$ADMIN_USER\" may hold only letters, digits, dot, dash and underscore" >&2
  exit 1
}

umask 077
password=$(python3 -c 'import urllib.parse as u; print(u.quote(open("/run/secrets/db_password").read().rstrip("\n"), safe=""))')
cat > /tmp/.supysonic <<EOF
[base]
database_uri = mysql://supysonic:$password@db/supysonic

[webapp]
cache_dir = /tmp/supysonic
cache_size = 64
transcode_cache_size = 16
log_level = WARNING

[daemon]
socket = /tmp/supysonic.sock
log_level = INFO
EOF

# Swarm starts and updates all services at once: the database may need some seconds more, be replaced
# in the middle, or be about to take a new password. A container that gave up at once would count as a
# failed update and be rolled back.
until output=$(python3 -m commons_prepare 2>&1); do
  (( SECONDS < 60 )) || { printf '%s\n' "$output" 'no usable database within 60 s' >&2; exit 1; }
  sleep 0.5
done
[[ -z $output ]] || printf '%s\n' "$output"

# Finds new music by itself. Without it everything else goes on.
(
  until supysonic-daemon; do
    echo 'the watcher ended; starting it again' >&2
    sleep 10
  done
) &

exec gunicorn --bind 0.0.0.0:8080 --workers 1 --threads 8 --worker-tmp-dir /tmp --timeout 120 \
  --forwarded-allow-ips '*' --log-level warning commons_wsgi:app
