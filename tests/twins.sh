#!/bin/sh
# No function of three lines or more stands in two files: it belongs in the
# lowest layer that both may include.  Names and blanks are not compared.

set -u
cd "${srcdir:-.}" || exit 1

find lib cgi-bin contrib/chinwag -name '*.[ch]' 2>/dev/null | sort | xargs awk '
/^\{/ { body = ""; lines = 0; inside = 1; place = FILENAME ":" name; next }
/^\}/ {
	if (inside && lines >= 3)
		print body "\t" place
	inside = 0
}
inside {
	line = $0
	gsub(/[ \t]/, "", line)
	body = body line
	lines += line != ""
}
!inside && /^[a-z_0-9]+\(/ {
	name = $0
	sub(/\(.*/, "", name)
}
' | sort | awk -F '\t' '
$1 == body {
	print "the same function twice: " place " and " $2
	failed = 1
}
{ body = $1; place = $2 }
END { exit failed }
'
