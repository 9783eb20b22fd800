#!/bin/sh
# Server and client in the guest, over a Unix socket. Prints "ROW REQUESTS-PER-SECOND".
set -eu
socket=/tmp/bench-redis.sock
rm -f "$socket"
redis-server --port 0 --unixsocket "$socket" --save '' --appendonly no --dir /tmp >/dev/null &
server=$!
trap 'kill "$server"; wait "$server" || true; rm -f "$socket"' EXIT
tries=0
until redis-cli -s "$socket" ping >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || exit 1
    sleep 0.05
done
redis-benchmark -s "$socket" -t ping,set,get -n "$1" --csv |
    awk -F'"' '{ sub("_MBULK", "", $2) } $2 ~ /^(PING|SET|GET)$/ { print "redis-" tolower($2), $4 }'
