#!/bin/sh
# Makes the server's own tables on the first start, keeps database and login of the app equal to what the secret says, then
# runs MariaDB. Only who is inside the container is let in without a password.
set -eu

secret=/run/secrets/db_password
data=/var/lib/mysql/data
[ -s "$secret" ] || { echo 'secret db_password is missing or not readable' >&2; exit 1; }

if [ ! -d "$data/mysql" ]; then
  new=$data.new
  rm -rf "$new"
  mariadb-install-db --datadir="$new" --auth-root-authentication-method=socket --auth-root-socket-user=mysql \
    --skip-test-db --skip-name-resolve > /tmp/install 2>&1 || { cat /tmp/install >&2; exit 1; }
  # Renamed only when it is complete: a start that was cut short begins again.
  mv "$new" "$data"
  echo 'created the tables of the server'
fi
mkdir -p /var/lib/mysql/backup

# Run by the server before anyone can connect. No command line shows the password.
password=$(sed -e 's/\\/\\\\/g' -e "s/'/''/g" "$secret")
(umask 077; cat > /tmp/init.sql) <<EOF
CREATE DATABASE IF NOT EXISTS supysonic;
CREATE USER IF NOT EXISTS 'supysonic'@'%' IDENTIFIED BY '$password';
ALTER USER 'supysonic'@'%' IDENTIFIED BY '$password';
GRANT ALL PRIVILEGES ON supysonic.* TO 'supysonic'@'%';
EOF

exec mariadbd --init-file=/tmp/init.sql
