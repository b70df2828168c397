#!/bin/bash
# One real request: the list of repositories is made by cgit itself. Without a login it may be closed.
set -eu
exec 3<>/dev/tcp/127.0.0.1/8080
printf 'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
IFS= read -r -t 4 status <&3
echo "$status"
[[ ${PRIVATE:-false} != true || $status != HTTP/1.?' 401'* ]] || exit 0
[[ $status == HTTP/1.?' 200'* ]]
grep -q "id='cgit'" <&3
