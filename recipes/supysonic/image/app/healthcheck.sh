#!/bin/bash
# One real request: the answer to a login that nobody has needs the database.
set -eu
exec 3<>/dev/tcp/127.0.0.1/8080
printf 'GET /rest/ping.view?u=nobody&p=none&c=health HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
IFS= read -r -t 4 status <&3
echo "$status"
grep -q subsonic-response <&3
