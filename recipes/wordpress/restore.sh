#!/bin/sh
# Puts the dump made by backup.sh in place of the present content, if it is complete.
set -eu
dump=/var/lib/mysql/backup/wordpress.sql
MYSQL_PWD=$(cat /run/secrets/db_password)
export MYSQL_PWD
tail -n 1 "$dump" | grep -q '^-- Dump completed'
mariadb --user=wordpress --execute='DROP DATABASE wordpress; CREATE DATABASE wordpress' wordpress
mariadb --user=wordpress wordpress < "$dump"
