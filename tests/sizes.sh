#!/bin/sh
# No function over 60 lines, no file over 500, no line over 120 columns (a tab counts as eight).
set -eu
cd "$1"
fail=0
# shellcheck disable=SC2044 # no name in the tree holds a space
for file in $(find server client-cli include tests -name '*.[ch]'); do
	awk -v file="$file" '
		{ line = $0; gsub(/\t/, "        ", line)
		  if (length(line) > 120) { print file ":" NR ": " length(line) " columns, 120 are allowed"; bad = 1 } }
		/^[a-zA-Z_].*\(/ && !/;$/ { name = $1 }
		/^{/ { start = NR }
		/^}$/ { if (start && NR - start + 1 > 62) { print file ":" start ": " name " is " NR - start - 1 " lines, 60 are allowed"; bad = 1 } start = 0 }
		END { if (NR > 500) { print file ": " NR " lines, 500 are allowed"; bad = 1 } exit bad }
	' "$file" || fail=1
done
[ "$fail" = 0 ] && echo "sizes: every function and file fits"
exit "$fail"
