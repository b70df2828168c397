#!/bin/sh
# Puts the dump made by backup.sh in place of the present content: first beside it, and only if that is complete in its place.
set -eu
dump=/var/lib/mysql/backup/supysonic.sql
tail -n 1 "$dump" | grep -q '^-- Dump completed'
mariadb --execute='DROP DATABASE IF EXISTS restored; CREATE DATABASE restored'
mariadb restored < "$dump"
mariadb --execute='DROP DATABASE restored; DROP DATABASE supysonic; CREATE DATABASE supysonic'
mariadb supysonic < "$dump"
