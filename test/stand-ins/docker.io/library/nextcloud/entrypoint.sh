#!/bin/sh
# Like the real one: installs when it is started as Apache, and passes any other command through.
set -eu

if [ "$1" = apache2-foreground ]; then
  admin=$(cat "${NEXTCLOUD_ADMIN_PASSWORD_FILE:?}")
  PGPASSWORD=$(cat "${POSTGRES_PASSWORD_FILE:?}")
  REDISCLI_AUTH=$(cat "${REDIS_HOST_PASSWORD_FILE:?}")
  export PGPASSWORD REDISCLI_AUTH
  [ -n "$admin" ]
  psql --host="${POSTGRES_HOST:?}" --username="${POSTGRES_USER:?}" --quiet --command='CREATE TABLE IF NOT EXISTS stand_in ()' "${POSTGRES_DB:?}"
  until redis-cli -h "${REDIS_HOST:?}" ping | grep -qx PONG; do sleep 1; done
  unset PGPASSWORD REDISCLI_AUTH admin
  echo 'stand-in' > /var/www/html/version.php
  mkdir -p /var/www/html/data
  chown -R www-data:www-data /var/www/html
fi

exec "$@"
