#!/bin/sh
# No function over 60 lines, no file over 500, no header over 120 lines of contract, no line over 120 columns.
set -eu
cd "$1"
fail=0
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
