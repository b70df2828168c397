#!/bin/bash
# One real request: DAViCal answers with its login form only when PHP and the database work.
set -eu
exec 3<>/dev/tcp/127.0.0.1/8080
printf 'GET /index.php HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
IFS= read -r -t 4 status <&3
echo "$status"
[[ $status == HTTP/1.?' 200'* ]]
grep -q 'name="password"' <&3
