#!/bin/sh
# Creates the repository on the first start, keeps the administrator's password equal to the secret,
# then serves plain HTTP to the proxy in front.
set -eu

data=/var/lib/fossil
repository=$data/project.fossil
secret=/run/secrets/admin_pass
admin=${ADMIN_USER:-admin}
applied=recipe-commons-admin-pass

case $admin in
  '' | *[!A-Za-z0-9._-]*)
    echo "ADMIN_USER \"$admin\" may hold only letters, digits, dot, dash and underscore" >&2
    exit 1
    ;;
esac
[ -r "$secret" ] || { echo 'secret admin_pass is missing or not readable' >&2; exit 1; }

ask() {
  fossil sql --readonly -R "$1" "SELECT value FROM config WHERE name = '$2'" </dev/null | tr -d "'"
}

run() {
  fossil sql -R "$1" -bail
}

# What Fossil keeps of a password: sha1(project code/login/password). It is made here and handed over on
# stdin, so that the password is never an argument that a process list would show.
password_hash() {
  printf '%s/%s/%s' "$(ask "$1" project-code)" "$admin" "$(cat "$secret")" | sha1sum | cut -d ' ' -f 1
}

remember() {
  echo "REPLACE INTO config (name, value, mtime) VALUES ('$applied', '$2', strftime('%s', 'now'));" | run "$1"
}

set_password() {
  echo "UPDATE user SET pw = '$2', mtime = strftime('%s', 'now') WHERE login = '$admin';" | run "$1"
  remember "$1" "$2"
}

# The same as "Take it private" in the web interface.
take_private() {
  echo "UPDATE user SET cap = '' WHERE login IN ('nobody', 'anonymous'); DELETE FROM config WHERE name = 'public-pages';" | run "$1"
}

mkdir -p "$data/backup"

if [ ! -e "$repository" ]; then
  new=$data/new.fossil
  rm -f "$new"*
  # Its output would put the throw-away initial password into the log.
  fossil new --admin-user "$admin" --project-name "${PROJECT_NAME:-Fossil}" "$new" >/dev/null
  set_password "$new" "$(password_hash "$new")"
  # Nobody is an administrator just because a request comes from inside the container.
  fossil settings localauth 1 -R "$new" >/dev/null
  [ "${PRIVATE:-false}" != true ] || take_private "$new"
  # Renamed only when it is complete: a start that was cut short begins again.
  mv "$new" "$repository"
  echo "created the repository with administrator \"$admin\""
else
  hash=$(password_hash "$repository")
  last=$(ask "$repository" "$applied")
  if [ -z "$last" ]; then
    # Made before 1.1.0: the password may have been changed by hand since, so it stays.
    remember "$repository" "$hash"
  elif [ "$last" != "$hash" ]; then
    set_password "$repository" "$hash"
    echo "the secret admin_pass is new: replaced the password of \"$admin\""
  fi
fi

exec fossil server --port 8080 --https --baseurl "https://$DOMAIN" --jsmode bundled "$repository"
