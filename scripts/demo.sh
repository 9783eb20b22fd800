#!/usr/bin/env bash
# Runs a print server out of a Debian rootfs as an unprivileged user, asks it over TCP whether it runs, and stops it.
# build.sh demo has built ptracer and made the rootfs before.
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

port=8631
start_limit_seconds=60
stop_limit_seconds=30
rootfs=${PTRACER_ROOTFS:?run ./build.sh demo}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/ptracer-demo.XXXXXX")
server=

# Whatever happens, nothing stays: the server's tracer takes its guests with it.
clean_up() {
    if [[ -n $server ]]; then
        kill -KILL "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$scratch"
}
trap clean_up EXIT

running() { [[ $(ps -o stat= -p "$server") == [!Z]* ]]; }

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

! listening || fail "port $port is taken; stop what listens there"

# What cupsd writes goes to scratch directories, bound where it expects them: the rootfs stays as it is.
install -m 755 "$PTRACER_BIN" "$scratch/ptracer"
mkdir "$scratch"/{run,cache,spool,log,tmp}
cp -r "$rootfs/etc/cups" "$scratch/etc"
cat >"$scratch/etc/cupsd.conf" <<END
Listen localhost:$port
Listen /run/cups/cups.sock
LogLevel info
WebInterface No
Browsing Off
<Location />
  Order allow,deny
  Allow localhost
</Location>
END
[[ $EUID != 0 ]] || chown -R "$PTRACER_UID:$PTRACER_UID" "$scratch"
chmod 755 "$scratch"

guest=("${unprivileged[@]}" "$scratch/ptracer" run -0 -r "$rootfs" -b /proc -b /dev -b /sys -w /
    -b "$scratch/etc:/etc/cups" -b "$scratch/run:/run/cups" -b "$scratch/cache:/var/cache/cups"
    -b "$scratch/spool:/var/spool/cups" -b "$scratch/log:/var/log/cups" -b "$scratch/tmp:/tmp" --)
cd /

say "cupsd -f, out of $rootfs, as uid $("${unprivileged[@]}" id -u), in a session of its own"
setsid "${guest[@]}" /usr/sbin/cupsd -f -c /etc/cups/cupsd.conf >"$scratch/output" 2>&1 &
server=$!

explain() {
    tail -q -n 20 "$scratch/output" "$scratch/log/error_log" 2>/dev/null | sed 's/^/    /' >&2 || true
    fail "$1"
}

for ((tenths = 0; ; tenths++)); do
    ! listening || break
    running || explain "cupsd ended before it listened; its messages are above"
    ((tenths < start_limit_seconds * 10)) || explain "cupsd does not listen after $start_limit_seconds s"
    sleep 0.1
done
say "it listens on localhost:$port; the guest's own lpstat asks it:"
answer=$("${guest[@]}" /usr/bin/lpstat -h "localhost:$port" -r) || explain "lpstat failed: $answer"
echo "$answer"
[[ $answer == "scheduler is running" ]] || explain "not the answer expected"

say "SIGTERM"
kill -TERM "$server"
for ((tenths = 0; ; tenths++)); do
    running || break
    ((tenths < stop_limit_seconds * 10)) || explain "cupsd still runs $stop_limit_seconds s after SIGTERM"
    sleep 0.1
done
session=$server
server=
status=0
wait "$session" || status=$?
left=$(ps -o stat=,pid=,args= -s "$session" | awk '$1 !~ /^Z/' || true)
[[ -z $left ]] || explain "still running: $left"
say "cupsd ended with status $status and no process is left"
[[ $status == 0 || $status == 143 ]] || explain "cupsd ended with status $status"
