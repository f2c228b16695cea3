#!/bin/bash
# Builds the gateway, makes its data folder the first time, starts it, sends one example report and stays up.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
. "$here/.ci/packages.sh"

data=$here/var
port='' staff_port='' once='' example=yes code_for=''
concernd=$here/build/concernd
concern=$here/build/concern
photo=$here/tests/data/bus-stop.png
first=''	# this start makes the data folder
server='' relay='' tmp=''
example_text="Two older boys wait at the bus stop by the park after school. One of them showed a knife to a boy in \
year 8 and said he owes them money. They said they will be there again tomorrow."

usage() {
	cat <<-END
	usage: ./run.sh [--once] [--no-example] [--port N] [--staff-port N] [--data DIR]
	       ./run.sh --code NAME [--data DIR]
	  --once          stop after the example, with status 0
	  --no-example    send no example report
	  --port N        for reporters (8443); kept for later starts
	  --staff-port N  for staff (8444); kept for later starts
	  --data DIR      keep everything in DIR (var/)
	  --code NAME     the six digits that the phone of one of the demonstration's staff would show now
	END
}

misused() {
	usage >&2
	exit 2
}

take_port() {
	if [[ ! $1 =~ ^[1-9][0-9]{0,4}$ ]] || [ "$1" -gt 65535 ]; then
		fail "a port is a number from 1 to 65535"
	fi
}

take_options() {
	while [ $# -gt 0 ]; do
		case $1 in
		--once) once=yes ;;
		--no-example) example='' ;;
		--port | --staff-port | --data | --code)
			[ -n "${2-}" ] || misused
			case $1 in
			--port) take_port "$2"; port=$2 ;;
			--staff-port) take_port "$2"; staff_port=$2 ;;
			--data) data=$2 ;;
			--code) code_for=$2 ;;
			esac
			shift ;;
		-h | --help)
			usage
			exit ;;
		*) misused ;;
		esac
		shift
	done
	[[ $data = /* ]] || data=$PWD/$data
	data=${data%/}
}

build() {
	mine "$here/build"
	[ -x "$concern" ] || echo "Building into build/, which takes about half a minute the first time"
	cmake -S "$here" -B "$here/build" -DCMAKE_BUILD_TYPE=Release -DGW_SANITIZE=OFF -DBUILD_TESTING=OFF >/dev/null
	cmake --build "$here/build" -j "$(nproc)" >"$tmp/build" 2>&1 || {
		cat "$tmp/build" >&2
		fail "the build failed; the compiler's words are above"
	}
}

# --- the first start ---

# Whom the server becomes: nobody else's account when started by root, else whoever starts it.
service_user() {
	if [ "$(id -u)" != 0 ]; then
		id -un
		return
	fi
	if ! id concernd >/dev/null 2>&1; then
		echo "Making the system user concernd, for the server to become." >&2
		useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin concernd
	fi
	echo concernd
}

two_ports() {
	[ "$port" != "$staff_port" ] || fail "reporters and staff need a port each, and both would have $port"
}

write_config() { # USER
	local policy=${here//\'/\'\'}/policy
	cat >"$data/concern.yaml" <<-END
	# Made by run.sh on its first start. Relative paths count from this file's folder.
	data: store
	policy: '$policy'
	user: $1
	public_host: localhost:$port
	listen:
	  port: $port
	  staff_port: $staff_port
	processes:
	  intake: 0
	  desk: 2
	tls:
	  certificate: tls/server.pem
	  key: tls/server.key
	  staff_ca: ca.pem
	keys:
	  pepper: keys/pepper
	  roster_pin: keys/roster.pin
	END
}

school_codes() {
	sed -n 's/^[[:space:]-]*code:[[:space:]]*"\{0,1\}\([a-z0-9-]*\).*/\1/p' "$here/policy/schools.yaml"
}

# The demonstration's staff have no phones: what one of them would show is worked out from this file. It opens nothing
# without a passphrase, and a real gateway has none.
phones() {
	printf '%s\n' "$data/demo-phones"
}

# The code (RFC 6238) of the present 30 seconds, or of the next ones. One works once.
code_of() { # NAME [STEPS-LATER]
	sed -n "s/^$1 //p" "$(phones)" | python3 -c '
import base64, hashlib, hmac, sys, time
secret, step = sys.stdin.read().strip(), int(time.time()) // 30 + int(sys.argv[1])
mac = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
at = mac[-1] & 15
print("%06d" % ((int.from_bytes(mac[at:at + 4], "big") & 0x7fffffff) % 1000000))' "${2:-0}"
}

show_code() {
	[ -r "$(phones)" ] || fail "$(phones) is not there: it comes with the first start"
	[[ $code_for =~ ^[a-z0-9-]+$ ]] && grep -q "^$code_for " "$(phones)" ||
		fail "there is no $code_for; there are: $(sed 's/ .*//' "$(phones)" | tr '\n' ' ')"
	code_of "$code_for"
}

staff=() passphrases=() recovery=''

# The passphrase goes through a pipe from the shell itself: no other process's arguments or environment hold it.
enrol() { # NAME TEAM [OPTION...]
	local passphrase given name=$1 team=$2
	shift 2
	passphrase=$(openssl rand -hex 10 | sed 's/..../&-/g; s/-$//')
	given=$(printf '%s\n%s\n' "$passphrase" "$recovery" |
		"$concernd" enrol --config "$data/concern.yaml" --name "$name" ${team:+--team "$team"} "$@" --recovery 2>"$tmp/enrol") || {
		cat "$tmp/enrol" >&2
		fail "$name could not be enrolled"
	}
	printf '%s %s\n' "$name" "$(sed -n 's/^totp //p' <<<"$given")" >>"$(phones)"
	staff+=("$name")
	passphrases+=("$passphrase")
}

show_secrets() {
	cat <<-END

	Shown now and never again. The recovery words, for the safe:

	  $recovery

	The demonstration's staff and their passphrases:

	END
	for i in "${!staff[@]}"; do
		printf '  %-22s %s\n' "${staff[$i]}" "${passphrases[$i]}"
	done
	cat <<-END

	To sign in one also needs six digits from a phone. For these people: ./run.sh --code NAME

	END
}

make_data() {
	local user codes code
	first=yes
	port=${port:-8443} staff_port=${staff_port:-8444}
	two_ports
	echo "First start: making certificates, keys and the demonstration borough in $data"
	mkdir -p "$data"
	: >"$data/.unfinished"
	rm -rf "$data/store" "$data/keys" "$data/tls" "$data/devices" "$data/ca.pem" "$(phones)"
	sh "$here/certs/make.sh" development "$data" >/dev/null || {
		rm "$data/.unfinished"
		rmdir "$data" 2>/dev/null || : >"$data/.unfinished"
		exit 1
	}
	(umask 077 && : >"$(phones)")
	user=$(service_user)
	write_config "$user"
	recovery=$("$concernd" init --config "$data/concern.yaml")
	codes=$(school_codes)
	for code in $codes; do
		enrol "$code-lead" "school:$code" --title lead
	done
	enrol community-safety community --title coordinator
	enrol lado-officer lado
	enrol administrator admin
	enrol auditor '' --auditor
	rm "$data/.unfinished"
	show_secrets
}

# A first start that was cut short has kept no report: it is simply done again.
open_data() {
	[ ! -e "$data" ] || [ -d "$data" ] || fail "$data is not a folder"
	mine "$data"
	if [ -e "$data/.unfinished" ] || [ ! -e "$data" ]; then
		make_data
	elif [ ! -e "$data/concern.yaml" ]; then
		[ -z "$(ls -A "$data")" ] || fail "$data holds other things and no concern.yaml; give an empty or new folder"
		make_data
	fi
}

config_value() { # KEY, as write_config lays it out
	sed -n "s/^ *$1: //p" "$data/concern.yaml"
}

# The address is also in the QR codes, so a new port is kept; unless the server cannot start with it.
settle_ports() {
	local old old_staff
	old=$(config_value port)
	old_staff=$(config_value staff_port)
	port=${port:-$old} staff_port=${staff_port:-$old_staff}
	two_ports
	[ "$port $staff_port" != "$old $old_staff" ] || return 0
	cp -p "$data/concern.yaml" "$tmp/concern.yaml"
	sed -i "s/^  port: .*/  port: $port/; s/^  staff_port: .*/  staff_port: $staff_port/
		s/^public_host: localhost:$old\$/public_host: localhost:$port/" "$data/concern.yaml"
}

# --- the server ---

start() {
	local line ready=''
	mkfifo "$tmp/log"
	"$concernd" run --config "$data/concern.yaml" 2>"$tmp/log" &
	server=$!
	exec {log}<"$tmp/log"
	while [ -z "$ready" ] && IFS= read -r line <&"$log"; do
		printf '%s\n' "$line" >&2
		[[ $line != *"concernd is ready"* ]] || ready=yes
	done
	if [ -z "$ready" ]; then
		local status=0
		wait "$server" || status=$?
		server=''
		[ ! -e "$tmp/concern.yaml" ] || cp -p "$tmp/concern.yaml" "$data/concern.yaml"
		[ "$status" != 0 ] || status=1
		exit "$status"
	fi
	cat <&"$log" >&2 &	# background jobs of a script do not hear Ctrl-C: the log is whole to its end
	relay=$!
	exec {log}<&-
}

stop() {
	local status=0
	[ -n "$server" ] || return 0
	trap '' INT TERM HUP
	kill -TERM "$server" 2>/dev/null || true
	wait "$server" || status=$?
	server=''
	wait "$relay"
	return "$status"
}

# shellcheck disable=SC2317 # called by the trap
clean() {
	stop || true
	[ -z "$tmp" ] || rm -rf "$tmp"
}

# --- the example ---

client() { # VERB OPTION...
	"$concern" "$@" --ca "$data/ca.pem"
}

send_example() {
	local school out code
	school=$(school_codes | sed -n 1p)
	echo
	echo "== A pupil reports, with a photo: concern report"
	out=$(printf '%s\n' "$example_text" | client report --server "https://localhost:$port" --text - --file "$photo" \
		--school "$school" --danger-now no --when soon --weapon yes --about someone_else)
	printf '%s\n' "$out"
	[[ $out =~ ([0-9A-Z]{4}-){4}[0-9A-Z]{4} ]] || fail "the receipt holds no code"
	code=${BASH_REMATCH[0]}

	echo
	echo "== What the policy makes of it: concern triage"
	printf '{"id":"example","text":"%s","answers":{"danger_now":"no","when":"soon","weapon":"yes"}}\n' "$example_text" |
		"$concern" triage --policy "$here/policy" --plain

	if [ -n "$first" ]; then
		echo
		echo "== What ${staff[0]} sees: concern desk queue"
		printf '%s\n%s\n' "${passphrases[0]}" "$(code_of "${staff[0]}")" |
			client desk queue --server "https://localhost:$staff_port" --name "${staff[0]}" \
				--cert "$data/devices/example-device.pem" --key "$data/devices/example-device.key"
	fi

	echo
	echo "== What the pupil sees, with the code: concern check"
	printf '%s\n' "$code" | client check --server "https://localhost:$port"
}

take_options "$@"
if [ -n "$code_for" ]; then
	show_code
	exit
fi
tmp=$(mktemp -d)
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
install_missing "to build the gateway" "${build_packages[@]}"
build
open_data
settle_ports
start
[ -z "$example" ] || send_example
if [ -n "$once" ]; then
	stop
	exit
fi
cat <<-END

	Reporters: https://localhost:$port
	Staff:     https://localhost:$staff_port
	Clients trust $data/ca.pem; README.md says what to try. Ctrl-C stops.
END
# A signal ends this wait, and stop's own wait then has the server's status.
interrupted=''
trap 'interrupted=yes' INT TERM HUP
status=0
wait "$server" || status=$?
if [ -n "$interrupted" ]; then
	status=0
	stop || status=$?
	[ "$status" != 0 ] || printf '\nStopped. All of it is kept in %s\n' "$data"
else
	server=''	# it ended by itself
fi
exit "$status"
