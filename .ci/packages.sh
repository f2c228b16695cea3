# shellcheck shell=bash
# Sourced by run.sh and test.sh: installs Debian packages that are missing, and says which and why.

# shellcheck disable=SC2034 # used by those who source this
build_packages=(build-essential cmake pkg-config ca-certificates openssl tzdata libevent-dev libssl-dev libsqlite3-dev
	libsodium-dev libqrencode-dev libpng-dev libjansson-dev libyaml-dev libicu-dev libseccomp-dev libcap-ng-dev
	libcurl4-openssl-dev liblinear-dev liboath-dev libzxcvbn-dev libvips-dev libpoppler-glib-dev libavformat-dev
	libavcodec-dev liblcms2-dev libwebp-dev libjpeg62-turbo-dev fonts-urw-base35 poppler-data python3 python3-jinja2)
# A machine may have a Node.js of its own, which Debian's npm would not go with.
command -v npm >/dev/null || build_packages+=(nodejs npm)
# exim4: a real mail server for the tests, on ports of their own; apt lets it take the place of another one of the machine's.
# clamav-daemon: a real scanner, with a signature that the tests make. Where services run, Debian also starts freshclam,
# which fetches signatures that the tests do not need.
# shellcheck disable=SC2034
test_packages=(python3-yaml clang libclang-rt-14-dev llvm check zbar-tools chromium fonts-liberation node-llhttp
	exim4-daemon-light faketime clamav-daemon libimage-exiftool-perl ffmpeg libheif-examples webp qpdf python3-pil)

fail() {
	echo "$(basename "$0"): $*" >&2
	exit 1
}

# What root has made in a checkout, its owner can neither use nor build over.
mine() { # FOLDER
	[ ! -e "$1" ] || [ -w "$1" ] || fail "$1 belongs to another user: go on as that user, or remove it"
}

install_missing() { # WHY PACKAGE...
	local why=$1 have missing=() as_root=()
	shift
	command -v apt-get >/dev/null || fail "this machine has no apt; the gateway is built on Debian 12"
	# shellcheck disable=SC2016 # the dollar signs are dpkg-query's
	have=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p') || true
	for package; do
		[[ $'\n'$have$'\n' == *$'\n'$package$'\n'* ]] || missing+=("$package")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	if [ "$(id -u)" != 0 ]; then
		if ! command -v sudo >/dev/null || { [ ! -t 0 ] && ! sudo -n true 2>/dev/null; }; then
			fail "packages are missing, $why, and installing them needs root or sudo. As root, once:
  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
		fi
		as_root=(sudo)
	fi
	echo "Installing with apt, $why: ${missing[*]}"
	"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update
	"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
		"${missing[@]}" >/dev/null || fail "apt could not install them; its words are above"
}
