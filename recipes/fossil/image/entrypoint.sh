#!/bin/sh
# Creates the repository on the first start, then serves it over plain HTTP to the proxy in front.
set -eu

data=/var/lib/fossil
repository=$data/project.fossil
admin=${ADMIN_USER:-admin}

case $admin in
  '' | *[!A-Za-z0-9._-]*)
    echo "ADMIN_USER \"$admin\" may hold only letters, digits, dot, dash and underscore" >&2
    exit 1
    ;;
esac

# Fossil keeps sha1(project code/login/password). The hash is made here and handed over on stdin,
# so that the password is never an argument that a process list would show.
set_password() {
  code=$(fossil sql --readonly -R "$1" "SELECT value FROM config WHERE name = 'project-code'" </dev/null | tr -d "'")
  hash=$(printf '%s/%s/%s' "$code" "$admin" "$(cat /run/secrets/admin_pass)" | sha1sum | cut -d ' ' -f 1)
  echo "UPDATE user SET pw = '$hash' WHERE login = '$admin';" | fossil sql -R "$1" -bail
}

mkdir -p "$data/backup"

if [ ! -e "$repository" ]; then
  [ -r /run/secrets/admin_pass ] || { echo 'secret admin_pass is missing or not readable' >&2; exit 1; }
  rm -f "$data"/new.fossil*
  # Its output would put the throw-away initial password into the log.
  fossil new --admin-user "$admin" --project-name "${PROJECT_NAME:-Fossil}" "$data/new.fossil" >/dev/null
  set_password "$data/new.fossil"
  # Nobody is an administrator just because a request comes from inside the container.
  fossil settings localauth 1 -R "$data/new.fossil" >/dev/null
  # Renamed only when it is complete: a start that was cut short begins again.
  mv "$data/new.fossil" "$repository"
  echo "created the repository with administrator \"$admin\""
fi

exec fossil server --port 8080 --https --baseurl "https://$DOMAIN" --jsmode bundled "$repository"
