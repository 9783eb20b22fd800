#!/usr/bin/env bash
# Packs a print server out of a Debian rootfs, runs it and a printer as an unprivileged user, prints a page, and shows
# where the picture of it is. build.sh demo has built ptracer and made the rootfs before.
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

server_port=8631
printer_port=8632
limit_seconds=60
debian=${PTRACER_ROOTFS:?run ./build.sh demo}
picture=$top/out/demo-page.png
scratch=$(mktemp -d "${TMPDIR:-/tmp}/ptracer-demo.XXXXXX")
sessions=()

# Whatever happens, nothing stays: a tracer that is killed takes its guests with it.
clean_up() {
    local session
    for session in "${sessions[@]}"; do
        kill -KILL "$session" 2>/dev/null || true
        wait "$session" 2>/dev/null || true
    done
    chmod -R u+rwX "$scratch"
    rm -rf "$scratch"
}
trap clean_up EXIT

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

running() { [[ $(ps -o stat= -p "$1") == [!Z]* ]]; }

explain() {
    tail -q -n 20 "$scratch"/*.output "$scratch/log/error_log" 2>/dev/null | sed 's/^/    /' >&2 || true
    fail "$1"
}

# until_true WHAT COMMAND...: waits until the command succeeds, or says what did not come.
until_true() {
    local what=$1 tenths
    shift
    for ((tenths = 0; tenths < limit_seconds * 10; tenths++)); do
        ! "$@" || return 0
        sleep 0.1
    done
    explain "$what: not within $limit_seconds s"
}

for port in "$server_port" "$printer_port"; do
    ! listening "$port" || fail "port $port is taken; stop what listens there"
done

install -m 755 "$PTRACER_BIN" "$scratch/ptracer"
chmod 755 "$scratch"
mkdir "$scratch"/{etc,run,cache,spool,log,tmp,printer,received,pack}
cp -r "$debian/etc/cups/." "$scratch/etc"
cat >"$scratch/etc/cupsd.conf" <<END
Listen localhost:$server_port
Listen /run/cups/cups.sock
LogLevel info
WebInterface No
Browsing Off
<Location />
  Order allow,deny
  Allow localhost
</Location>
END
printf 'Hello from CUPS,\nunprivileged, without a container.\n' >"$scratch/page.txt"
[[ $EUID != 0 ]] || chown -R "$PTRACER_UID:$PTRACER_UID" "$scratch"
ptracer=("${unprivileged[@]}" "$scratch/ptracer")
cd /

say "ptracer pack --profile cups, as uid $("${unprivileged[@]}" id -u)"
"${ptracer[@]}" pack -o "$scratch/pack/cups" --from "$debian" --profile cups

# Two guests of the same pack: what each writes goes to scratch directories, bound where it expects them.
guest=("${ptracer[@]}" run -0 -r "$scratch/pack/cups" -b /proc -b /dev -b /sys -b "$scratch/tmp:/tmp" -w /)
server_guest=("${guest[@]}" -b "$scratch/etc:/etc/cups" -b "$scratch/run:/run/cups" -b "$scratch/cache:/var/cache/cups"
    -b "$scratch/spool:/var/spool/cups" -b "$scratch/log:/var/log/cups" -b "$scratch/page.txt:/page.txt")
printer_guest=("${guest[@]}" --kill-on-exit -b "$scratch/printer:/run" -b "$scratch/received:/received")

say "ippeveprinter in one guest, cupsd in another"
setsid "${printer_guest[@]}" /bin/sh -ec "mkdir -p /run/dbus; dbus-daemon --system --fork
    exec ippeveprinter -r off -n localhost -p $printer_port -f application/pdf -k -d /received office" \
    >"$scratch/printer.output" 2>&1 &
sessions+=($!)
setsid "${server_guest[@]}" /usr/sbin/cupsd -f -c /etc/cups/cupsd.conf >"$scratch/server.output" 2>&1 &
sessions+=($!)
until_true "the printer listens on port $printer_port" listening "$printer_port"
until_true "cupsd listens on port $server_port" listening "$server_port"
answer=$("${server_guest[@]}" lpstat -r) || explain "lpstat failed: $answer"
echo "$answer"
[[ $answer == "scheduler is running" ]] || explain "not the answer expected"

say "lpadmin, lp"
"${server_guest[@]}" lpadmin -p office -E -v "ipp://localhost:$printer_port/ipp/print" -m everywhere
"${server_guest[@]}" lp -d office /page.txt
is_printed() { "${server_guest[@]}" lpstat -W completed -o 2>/dev/null | grep -q '^office-1 '; }
until_true "the job is completed" is_printed
"${ptracer[@]}" run -r "$debian" -b "$scratch/received:/mnt" -w /mnt /bin/sh -c 'pdftoppm -png -r 60 -singlefile *.pdf page'

say "SIGTERM"
kill -TERM "${sessions[@]}"
is_over() { ! running "${sessions[0]}" && ! running "${sessions[1]}"; }
until_true "both end" is_over
left=$(ps -o stat=,pid=,args= -s "${sessions[0]}","${sessions[1]}" | awk '$1 !~ /^Z/' || true)
[[ -z $left ]] || explain "still running: $left"
install -m 644 "$scratch/received/page.png" "$picture"
say "no process is left; the printed page is $picture"
