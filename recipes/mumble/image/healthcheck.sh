#!/bin/bash
# One real question: what every client asks before it connects, over UDP.
set -eu
exec 3<>/dev/udp/127.0.0.1/64738
printf '\0\0\0\0commons1' >&3
answer=$(timeout 3 head -c 24 <&3 | tr -d '\0')
[[ $answer == *commons1* ]] && echo 'answers'
