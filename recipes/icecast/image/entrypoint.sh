#!/bin/bash
# Writes the configuration from settings and secrets, then streams plain HTTP to the proxy in front.
set -euo pipefail

for secret in source_pass admin_pass; do
  [[ -s /run/secrets/$secret ]] || { echo "secret $secret is missing or not readable" >&2; exit 1; }
done
for number in MAX_LISTENERS MAX_SOURCES; do
  [[ ${!number} =~ ^[1-9][0-9]{0,5}$ ]] || { echo "$number \"${!number}\" is not a number" >&2; exit 1; }
done

for mount in "$MAIN_MOUNT" "${FALLBACK_MOUNT:-$MAIN_MOUNT}"; do
  [[ $mount =~ ^/[A-Za-z0-9._-]{1,60}$ ]] || { echo "mount point \"$mount\" is not a slash and a plain name" >&2; exit 1; }
done

# Listeners go over to the fallback when the main programme ends, and come back with it.
fallback=
if [[ -n $FALLBACK_MOUNT ]]; then
  fallback="<mount type=\"normal\">
    <mount-name>$MAIN_MOUNT</mount-name>
    <fallback-mount>$FALLBACK_MOUNT</fallback-mount>
    <fallback-override>1</fallback-override>
    <max-listeners>$MAX_LISTENERS</max-listeners>
    <public>0</public>
  </mount>"
fi

text() {
  printf '%s' "$1" | tr '\n\r' '  ' | sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g'
}

umask 077
cat > /tmp/icecast.xml <<EOF
<icecast>
  <location>$(text "$LOCATION")</location>
  <admin>$(text "$ADMIN_CONTACT")</admin>
  <hostname>$(text "$DOMAIN")</hostname>
  <limits>
    <clients>$((MAX_LISTENERS + MAX_SOURCES + 20))</clients>
    <sources>$MAX_SOURCES</sources>
    <queue-size>524288</queue-size>
    <client-timeout>30</client-timeout>
    <header-timeout>15</header-timeout>
    <source-timeout>10</source-timeout>
    <burst-size>65535</burst-size>
  </limits>
  <authentication>
    <source-password>$(text "$(< /run/secrets/source_pass)")</source-password>
    <admin-user>admin</admin-user>
    <admin-password>$(text "$(< /run/secrets/admin_pass)")</admin-password>
  </authentication>
  <listen-socket>
    <port>8000</port>
  </listen-socket>
  <http-headers>
    <header name="Access-Control-Allow-Origin" value="*"/>
    <header name="X-Content-Type-Options" value="nosniff"/>
  </http-headers>
  $fallback
  <mount type="default">
    <max-listeners>$MAX_LISTENERS</max-listeners>
    <public>0</public>
  </mount>
  <fileserve>1</fileserve>
  <paths>
    <logdir>/tmp</logdir>
    <webroot>/usr/share/icecast2/web</webroot>
    <adminroot>/usr/share/icecast2/admin</adminroot>
    <alias source="/" destination="/status.xsl"/>
  </paths>
  <logging>
    <accesslog>-</accesslog>
    <errorlog>-</errorlog>
    <loglevel>2</loglevel>
  </logging>
  <security>
    <chroot>0</chroot>
  </security>
</icecast>
EOF

exec icecast2 -c /tmp/icecast.xml
