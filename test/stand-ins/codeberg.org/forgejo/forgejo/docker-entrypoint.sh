#!/bin/sh
# Like Forgejo: reads its settings from FORGEJO__section__KEY and __FILE, writes its data folder, and ends
# when the database does not let it in.
set -eu

: "${FORGEJO__database__HOST:?}" "${FORGEJO__database__NAME:?}" "${FORGEJO__database__USER:?}"
PGPASSWORD=$(cat "${FORGEJO__database__PASSWD__FILE:?}")
export PGPASSWORD PGCONNECT_TIMEOUT=2
[ -s "${FORGEJO__security__SECRET_KEY__FILE:?}" ]

tries=0
until psql --host="${FORGEJO__database__HOST%:*}" --username="$FORGEJO__database__USER" --quiet --tuples-only \
  --command='SELECT 1' "$FORGEJO__database__NAME" > /dev/null; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || exit 1
  sleep 0.5
done
unset PGPASSWORD

mkdir -p "$GITEA_CUSTOM/conf" /tmp/www/api
echo 'stand-in' > "${GITEA_APP_INI:-$GITEA_CUSTOM/conf/app.ini}"
echo '{"status": "pass", "description": "stand-in"}' > /tmp/www/api/healthz
name=${FORGEJO____APP_NAME:-Forgejo}
cat > /tmp/www/index.html <<HTML
<!doctype html>
<html lang="en"><meta charset="utf-8"><title>$name: stand-in</title>
<h1>This is a stand-in, not Forgejo</h1>
<p>The image of Forgejo could not be pulled. This page shows that the recipe deploys and answers, and nothing about the app.</p>
</html>
HTML
echo 'stand-in for Forgejo: listening on port 3000'
exec busybox httpd -f -p 3000 -h /tmp/www
