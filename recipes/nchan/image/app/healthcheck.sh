#!/bin/bash
# One real message: Nchan takes it only when Redis does.
set -eu
exec 3<>/dev/tcp/127.0.0.1/8081
printf 'POST /health HTTP/1.0\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok' >&3
IFS= read -r -t 4 status <&3
echo "$status"
[[ $status == HTTP/1.?' 20'[12]* ]]
