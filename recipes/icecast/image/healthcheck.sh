#!/bin/bash
# One real request: the status is made from what the server knows.
set -eu
exec 3<>/dev/tcp/127.0.0.1/8000
printf 'GET /status-json.xsl HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
IFS= read -r -t 4 status <&3
echo "$status"
[[ $status == HTTP/1.?' 200'* ]]
grep -q icestats <&3
