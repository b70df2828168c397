#!/bin/sh
# Puts the dump made by backup.sh in place of the present content, if it is complete.
set -eu
dump=/var/lib/mysql/backup/ghost.sql
MYSQL_PWD=$(cat /run/secrets/db_password)
export MYSQL_PWD
tail -n 1 "$dump" | grep -q '^-- Dump completed'
mysql --user=ghost --execute='DROP DATABASE ghost; CREATE DATABASE ghost' ghost
mysql --user=ghost ghost < "$dump"
