#!/bin/bash
# Writes the configuration, keeps the password of SuperUser equal to the secret, then runs the server.
set -euo pipefail

ini=/tmp/mumble-server.ini
restoring=/tmp/restoring

for secret in join_pass super_pass; do
  [[ -s /run/secrets/$secret ]] || { echo "secret $secret is missing or not readable" >&2; exit 1; }
done
for number in MAX_USERS BANDWIDTH; do
  [[ ${!number} =~ ^[1-9][0-9]{0,6}$ ]] || { echo "$number \"${!number}\" is not a number" >&2; exit 1; }
done

[[ $CERT_REQUIRED =~ ^(true|false)$ ]] || { echo "CERT_REQUIRED is \"$CERT_REQUIRED\"; it may be true or false" >&2; exit 1; }

# As Qt reads it: one line, quoted.
quoted() {
  printf '%s' "$1" | tr '\n\r' '  ' | sed -e 's/[\\"]/\\&/g' -e 's/.*/"&"/'
}

umask 077
cat > "$ini" <<EOF
database=/var/lib/mumble-server/mumble-server.sqlite
logfile=
pidfile=/tmp/mumble-server.pid
port=64738
serverpassword=$(quoted "$(cat /run/secrets/join_pass)")
registerName=$(quoted "$SERVER_NAME")
welcometext=$(quoted "$WELCOME_TEXT")
users=$MAX_USERS
bandwidth=$BANDWIDTH
certrequired=$CERT_REQUIRED
sendversion=False
bonjour=False
allowping=True
EOF

mkdir -p /var/lib/mumble-server/backup
rm -f "$restoring"
trap 'trap - TERM; kill "$server" 2> /dev/null' TERM

while :; do
  murmurd -fg -ini "$ini" -readsupw < /run/secrets/super_pass > /tmp/first 2>&1 || { cat /tmp/first >&2; exit 1; }
  murmurd -fg -ini "$ini" &
  server=$!
  echo "$server" > /tmp/server
  status=0
  wait "$server" || status=$?
  # A signal ends the first wait, not the server.
  while kill -0 "$server" 2> /dev/null; do wait "$server" || status=$?; done
  # restore.sh stops the server, puts the copy in place, and lets it start again.
  [[ -e $restoring ]] || exit "$status"
  while [[ -e $restoring ]]; do sleep 0.2; done
done
