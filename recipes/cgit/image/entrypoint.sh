#!/bin/sh
# Writes the configuration of cgit and who may push, then serves plain HTTP to the proxy in front.
set -eu

secret=/run/secrets/push_pass
user=${PUSH_USER:-git}

case $user in
  '' | *[!A-Za-z0-9._-]*)
    echo "PUSH_USER \"$user\" may hold only letters, digits, dot, dash and underscore" >&2
    exit 1
    ;;
esac
[ -s "$secret" ] || { echo 'secret push_pass is missing or not readable' >&2; exit 1; }

# A value is one line: whatever comes behind a line break would be another setting.
one_line() {
  printf '%s' "$1" | tr '\n\r' '  '
}

(umask 077; printf '%s:%s\n' "$user" "$(cat "$secret")" > /tmp/push-users)
case ${PRIVATE:-false} in
  true) echo 'auth.require = ("" => ("method" => "basic", "realm" => "git", "require" => "valid-user"))' ;;
  false) ;;
  *) echo "PRIVATE is \"$PRIVATE\"; it may be true or false" >&2; exit 1 ;;
esac > /tmp/private.conf
mkdir -p /tmp/cache

cat > "$CGIT_CONFIG" <<EOF
virtual-root=/
root-title=$(one_line "${SITE_TITLE:-Git repositories}")
root-desc=$(one_line "${SITE_DESCRIPTION:-}")
css=/assets/cgit.css
logo=/assets/cgit.png
favicon=/assets/favicon.ico
clone-url=https://$DOMAIN/\$CGIT_REPO_URL
cache-root=/tmp/cache
cache-size=500
cache-root-ttl=1
cache-scanrc-ttl=1
enable-http-clone=0
enable-index-owner=0
enable-index-links=1
enable-log-filecount=1
enable-log-linecount=1
enable-commit-graph=1
enable-git-config=1
branch-sort=age
snapshots=tar.gz zip
max-stats=year
about-filter=/usr/local/bin/about
source-filter=/usr/local/bin/highlight-source
max-blob-size=1024
readme=:README.md
readme=:README
remove-suffix=0
section-from-path=1
scan-path=/var/lib/git
EOF

# Without any repository cgit answers "404": the first one says how to make the next.
if [ -z "$(find /var/lib/git -maxdepth 4 -name '*.git' -print -quit)" ]; then
  welcome=$(mktemp -d /var/lib/git/new.XXXXXX)
  git init --quiet --bare "$welcome"
  echo 'How to add repositories here' > "$welcome/description"
  blob=$(git -C "$welcome" hash-object -w --stdin < /usr/local/share/welcome.md)
  tree=$(printf '100644 blob %s\tREADME.md\n' "$blob" | git -C "$welcome" mktree)
  commit=$(echo 'Say how to add repositories' | git -C "$welcome" -c user.name=cgit -c user.email="cgit@$DOMAIN" commit-tree "$tree")
  git -C "$welcome" update-ref refs/heads/main "$commit"
  # Renamed only when it is complete: a start that was cut short begins again.
  mv "$welcome" /var/lib/git/welcome.git
  echo 'created the repository welcome.git'
fi

exec lighttpd -D -f /etc/lighttpd/lighttpd.conf
