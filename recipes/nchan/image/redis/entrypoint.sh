#!/bin/sh
# Writes the configuration with the password, then runs Redis.
set -eu

secret=/run/secrets/redis_pass
[ -s "$secret" ] || { echo 'secret redis_pass is missing or not readable' >&2; exit 1; }
mkdir -p /var/lib/redis/backup

(umask 077; cat > /tmp/redis.conf) <<EOF
bind 0.0.0.0
port 6379
dir /var/lib/redis
requirepass $(cat "$secret")
# Messages expire soon: what came in the last half minute may be lost when the machine loses power.
save 30 1
appendonly no
maxmemory 160mb
maxmemory-policy noeviction
# To load a restored file without a restart; from inside the container only.
enable-debug-command local
EOF

exec redis-server /tmp/redis.conf
