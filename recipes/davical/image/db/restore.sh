#!/bin/sh
# Puts the dump made by backup.sh in place of the present content, all of it or nothing.
set -eu
pg_restore --clean --if-exists --single-transaction --exit-on-error --dbname=davical /var/lib/postgresql/data/backup/davical.dump
