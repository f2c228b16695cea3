#!/bin/sh
# A file includes only headers of its own folder, of folders below its own, and of include/ (server/layers.txt). The client
# opens cases by itself, so it shares casework/ and shared/ with the server, and nothing else.
set -eu
cd "$1/server"
fail=0
grep -v '^#' layers.txt | tr -d ' ' >/tmp/layers.$$
trap 'rm -f /tmp/layers.$$' EXIT
level() { # folder -> line number in layers.txt
	awk -v want="$1" -F'|' '{ for (i = 1; i <= NF; i++) if ($i == want) print NR }' /tmp/layers.$$
}
for file in *.c *.h */*.c */*.h; do
	[ -e "$file" ] || continue
	folder=$(dirname "$file")
	mine=$(level "$folder")
	if [ -z "$mine" ]; then
		echo "server/$file: its folder is not in layers.txt"; fail=1; continue
	fi
	# shellcheck disable=SC2013 # a header's name is one word
	for name in $(sed -n 's/^#include "\([^"]*\)".*/\1/p' "$file"); do
		[ -e "$folder/$name" ] && continue
		[ -e "../include/$name" ] && continue
		found=$(find . -name "$name" -printf '%h\n' | sed 's|^\./||' | head -1)
		[ -n "$found" ] || { echo "server/$file: includes $name, which is nowhere"; fail=1; continue; }
		theirs=$(level "$found")
		if [ -z "$theirs" ] || [ "$theirs" -le "$mine" ]; then
			echo "server/$file ($folder) must not include $name ($found): it is not below it"; fail=1
		fi
	done
done
for file in ../client-cli/*.c; do
	# shellcheck disable=SC2013 # a header's name is one word
	for name in $(sed -n 's/^#include "\([^"]*\)".*/\1/p' "$file"); do
		[ -e "../client-cli/$name" ] || [ -e "../include/$name" ] || [ -e "casework/$name" ] || [ -e "shared/$name" ] ||
			{ echo "client-cli: $file includes $name from the server"; fail=1; }
	done
done
[ "$fail" = 0 ] && echo "layers: every include points downwards"
exit "$fail"
