#!/bin/sh
# Makes certificates: an authority, a server's, a staff device's. See README.md next to this file.
set -eu
umask 077

tree=$(cd "$(dirname "$0")/.." && pwd -P)
authority_days=3650
server_days=397		# the longest that browsers accept
device_days=365

usage() {
	cat >&2 <<-END
	usage: certs/make.sh authority DIR
	       certs/make.sh server DIR NAME[,NAME...]
	       certs/make.sh device DIR NAME
	       certs/make.sh development DIR [NAME[,NAME...]]
	END
	exit 2
}

fail() {
	echo "certs/make.sh: $*" >&2
	exit 1
}

# Private keys may not lie where a commit could pick them up.
check_place() {
	case $dir/ in
	"$tree"/*) ;;
	*) return 0 ;;
	esac
	answer=0
	git -C "$tree" check-ignore -q "$dir/tls/ca.key" 2>/dev/null || answer=$?
	case $answer in
	0) return 0 ;;
	1) ;;
	*)	# no git here, or it does not trust this checkout: only what .gitignore is known to name
		case $dir/ in "$tree"/var/*) return 0 ;; esac ;;
	esac
	rmdir "$dir" 2>/dev/null || true
	fail "private keys may not be written to $dir: it is inside the source tree and git does not ignore it"
}

open_place() { # DIR -> $dir, $work
	[ -d "$1" ] || mkdir -m 755 "$1" || fail "the folder $1 cannot be made"
	dir=$(cd "$1" && pwd -P)
	check_place
	[ -d "$dir/tls" ] || mkdir -m 700 "$dir/tls"
	work=$(mktemp -d "$dir/tls/.making.XXXXXX")
	trap 'rm -rf "$work"' EXIT
	trap 'exit 1' INT TERM HUP
}

new_key() { # FILE
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:named_curve -out "$1" \
		2>"$work/said" || fail "openssl could not make a key: $(cat "$work/said")"
}

# Only what is in the file counts: the machine's own openssl.cnf is not read.
request_config() { # COMMON-NAME
	cat <<-END
	[req]
	prompt = no
	string_mask = utf8only
	distinguished_name = who
	[who]
	CN = $1
	END
}

make_authority() {
	[ ! -e "$dir/tls/ca.key" ] || fail "$dir/tls/ca.key is already there; a new authority would void every certificate"
	new_key "$work/ca.key"
	request_config "Concern gateway authority" >"$work/ca.cnf"
	cat >>"$work/ca.cnf" <<-END
	[authority]
	basicConstraints = critical, CA:TRUE, pathlen:0
	keyUsage = critical, keyCertSign, cRLSign
	subjectKeyIdentifier = hash
	END
	openssl req -new -x509 -sha256 -config "$work/ca.cnf" -extensions authority -key "$work/ca.key" \
		-days "$authority_days" -out "$work/ca.pem" 2>"$work/said" ||
		fail "openssl could not make the authority: $(cat "$work/said")"
	chmod 644 "$work/ca.pem"
	mv "$work/ca.pem" "$dir/ca.pem"
	mv "$work/ca.key" "$dir/tls/ca.key"
	echo "authority: $dir/ca.pem, private key $dir/tls/ca.key"
}

# Signs $work/leaf.key with the extensions in $work/leaf.ext -> $work/leaf.pem
sign_leaf() { # COMMON-NAME DAYS PURPOSE
	if [ ! -r "$dir/tls/ca.key" ] || [ ! -r "$dir/ca.pem" ]; then
		fail "there is no authority in $dir; make one with: certs/make.sh authority $dir"
	fi
	request_config "$1" >"$work/leaf.cnf"
	openssl req -new -sha256 -config "$work/leaf.cnf" -key "$work/leaf.key" -out "$work/leaf.csr" \
		2>"$work/said" || fail "openssl could not ask for a certificate: $(cat "$work/said")"
	openssl x509 -req -sha256 -in "$work/leaf.csr" -CA "$dir/ca.pem" -CAkey "$dir/tls/ca.key" \
		-set_serial "0x01$(openssl rand -hex 15)" -days "$2" -extfile "$work/leaf.ext" -out "$work/leaf.pem" \
		2>"$work/said" || fail "openssl could not sign: $(cat "$work/said")"
	openssl verify -x509_strict -CAfile "$dir/ca.pem" -purpose "$3" "$work/leaf.pem" >"$work/said" 2>&1 ||
		fail "the new certificate does not verify: $(cat "$work/said")"
}

leaf_extensions() { # EXTENDED-KEY-USAGE
	cat <<-END
	basicConstraints = critical, CA:FALSE
	keyUsage = critical, digitalSignature
	extendedKeyUsage = $1
	subjectKeyIdentifier = hash
	authorityKeyIdentifier = keyid
	END
}

alternative_names() { # NAME[,NAME...] -> DNS:...,IP:...
	echo "$1" | tr ',' '\n' | while IFS= read -r name; do
		case $name in
		'' | *[!A-Za-z0-9.:-]*) fail "this is no host name or address: '$name'" ;;
		*:*) echo "IP:$name" ;;
		*[!0-9.]*) echo "DNS:$name" ;;
		*) echo "IP:$name" ;;
		esac
	done >"$work/names" || exit 1
	paste -s -d, "$work/names"
}

make_server() { # NAME[,NAME...]
	names=$(alternative_names "$1") || exit 1
	new_key "$work/leaf.key"
	{
		leaf_extensions serverAuth
		echo "subjectAltName = $names"
	} >"$work/leaf.ext"
	sign_leaf "${1%%,*}" "$server_days" sslserver
	cat "$work/leaf.pem" "$dir/ca.pem" >"$work/server.pem"
	chmod 644 "$work/server.pem"
	mv "$work/leaf.key" "$dir/tls/server.key"
	mv "$work/server.pem" "$dir/tls/server.pem"
	echo "server: $dir/tls/server.pem for $1, private key $dir/tls/server.key"
}

make_device() { # NAME
	case $1 in
	'' | -* | .* | *[!A-Za-z0-9._-]*) fail "a device's name has letters, digits, dots, hyphens: '$1' has not" ;;
	esac
	[ ! -e "$dir/devices/$1.key" ] || fail "$dir/devices/$1.key is already there; give the new device another name"
	[ -d "$dir/devices" ] || mkdir -m 700 "$dir/devices"
	new_key "$work/leaf.key"
	leaf_extensions clientAuth >"$work/leaf.ext"
	sign_leaf "$1" "$device_days" sslclient
	chmod 644 "$work/leaf.pem"
	mv "$work/leaf.key" "$dir/devices/$1.key"
	mv "$work/leaf.pem" "$dir/devices/$1.pem"
	echo "device: $dir/devices/$1.pem, private key $dir/devices/$1.key"
}

command -v openssl >/dev/null || fail "the program openssl is missing; install it with: apt-get install openssl"
[ $# -ge 2 ] || usage
verb=$1
case $verb:$# in
authority:2) open_place "$2"; make_authority ;;
server:3) open_place "$2"; make_server "$3" ;;
device:3) open_place "$2"; make_device "$3" ;;
development:2 | development:3)
	open_place "$2"
	make_authority
	make_server "localhost,127.0.0.1,::1${3:+,$3}"
	make_device example-device ;;
*) usage ;;
esac
