#!/bin/bash
# Writes what settings and secrets say, then serves plain HTTP to the proxy in front.
set -euo pipefail

for secret in pub_token sub_token redis_pass; do
  [[ -s /run/secrets/$secret ]] || { echo "secret $secret is missing or not readable" >&2; exit 1; }
  value=$(< "/run/secrets/$secret")
  # They stand in nginx's configuration, and some of them in an address.
  [[ $value =~ ^[A-Za-z0-9._~-]{8,200}$ ]] || {
    echo "secret $secret may hold only 8 to 200 letters, digits, dots, dashes, underscores and tildes" >&2
    exit 1
  }
done
[[ $MESSAGE_TIMEOUT =~ ^[1-9][0-9]{0,5}[smhd]$ ]] || { echo "MESSAGE_TIMEOUT \"$MESSAGE_TIMEOUT\" is not a number with s, m, h or d" >&2; exit 1; }
[[ $MESSAGE_COUNT =~ ^[1-9][0-9]{0,4}$ ]] || { echo "MESSAGE_COUNT \"$MESSAGE_COUNT\" is not a number" >&2; exit 1; }
[[ $ALLOW_ORIGIN =~ ^(\*|https?://[A-Za-z0-9.:-]+)$ ]] || { echo "ALLOW_ORIGIN \"$ALLOW_ORIGIN\" is neither an origin nor *" >&2; exit 1; }
[[ $PRIVATE =~ ^(true|false)$ ]] || { echo "PRIVATE is \"$PRIVATE\"; it may be true or false" >&2; exit 1; }

umask 077
cat > /tmp/settings.conf <<EOF
map \$http_authorization \$may_publish {
  default 0;
  "Bearer $(< /run/secrets/pub_token)" 1;
}
map \$arg_token \$may_subscribe {
  default $([[ $PRIVATE == true ]] && echo 0 || echo 1);
  "$(< /run/secrets/sub_token)" 1;
}
upstream redis {
  nchan_redis_server redis://:$(< /run/secrets/redis_pass)@127.0.0.1:6379;
}
nchan_message_timeout $MESSAGE_TIMEOUT;
nchan_message_buffer_length $MESSAGE_COUNT;
nchan_access_control_allow_origin "$ALLOW_ORIGIN";
EOF

exec nginx -c /etc/nginx/nchan.conf -g 'daemon off;'
