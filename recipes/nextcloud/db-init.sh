# Read by the postgres image when it makes a new cluster. Nextcloud gets a role without rights over others: to one that may
# make roles it would add a second of its own, which no dump of the database holds.
psql --username="$POSTGRES_USER" --no-psqlrc --quiet --set ON_ERROR_STOP=1 postgres <<'SQL'
\set password `cat /run/secrets/db_password`
CREATE ROLE nextcloud LOGIN PASSWORD :'password';
CREATE DATABASE nextcloud OWNER nextcloud TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE nextcloud FROM PUBLIC;
SQL
