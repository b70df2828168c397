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

# Prints one value, without the quotes of "fossil sql"; a question without an answer ends the script.
# Not --readonly: after a crash the first to open the file must be able to undo the half-written change.
ask() {
  answer=$(fossil sql -R "$1" -bail "$2" </dev/null)
  [ -n "$answer" ] || { echo "$1 gives no answer" >&2; exit 1; }
  answer=${answer#"'"}
  echo "${answer%"'"}"
}

run() {
  fossil sql -R "$1" -bail
}

# What Fossil keeps of a password: sha1(project code/login/password). It is made here and handed over on
# stdin, so that the password is never an argument that a process list would show.
password_hash() {
  code=$(ask "$1" "SELECT value FROM config WHERE name = 'project-code'")
  printf '%s/%s/%s' "$code" "$admin" "$(cat "$secret")" | sha1sum | cut -d ' ' -f 1
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
  hash=$(password_hash "$new")
  set_password "$new" "$hash"
  # Nobody is an administrator just because a request comes from inside the container.
  fossil settings localauth 1 -R "$new" >/dev/null
  [ "${PRIVATE:-false}" != true ] || take_private "$new"
  # Renamed only when it is complete: a start that was cut short begins again.
  mv "$new" "$repository"
  echo "created the repository with administrator \"$admin\""
else
  hash=$(password_hash "$repository")
  last=$(ask "$repository" "SELECT coalesce((SELECT value FROM config WHERE name = '$applied'), 'none')")
  case $last in
    "$hash") ;;
    # Made before 1.1.0: the password may have been changed by hand since, so it stays.
    none) remember "$repository" "$hash" ;;
    *)
      set_password "$repository" "$hash"
      echo "the secret admin_pass is new: replaced the password of \"$admin\""
      ;;
  esac
fi

exec fossil server --port 8080 --https --baseurl "https://$DOMAIN" --jsmode bundled "$repository"
