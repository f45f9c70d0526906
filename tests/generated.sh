#!/bin/sh
# Holds that generated files which are committed are what their generators make
# of their sources.  Says how to make them anew.

: "${srcdir:=.}"
room=$(mktemp -d "${TMPDIR:-/tmp}/chinwag-generated-XXXXXX") || exit 1
trap 'rm -rf "$room"' EXIT
failed=0

# compare MADE COMMITTED HOW
compare() {
	cmp -s "$1" "$2" && return
	echo "$2 is out of date; make it anew:"
	echo "    $3"
	failed=1
}

# The tables of SQL, of the product and of the tests of lib/db.
for pair in 'sql lib/db' 'tests/db/trial tests/db/trial/db'; do
	from=$srcdir/${pair% *} to=$srcdir/${pair#* }
	for part in h c; do
		LC_ALL=C awk -v part=$part -f "$srcdir/sql/generate.awk" \
		    "$from"/*.sql "$from"/schema/*.sql >"$room/sql" ||
			failed=1
		compare "$room/sql" "$to/sql.$part" "LC_ALL=C awk -v part=$part -f\
 sql/generate.awk $from/*.sql $from/schema/*.sql >$to/sql.$part"
	done
done

# The common passwords, where the package that they come from is installed.
words=lib/pool/common_words.c
if test -d "$srcdir/node_modules/@zxcvbn-ts"; then
	"$srcdir/contrib/generate/passwords" >"$room/words" || failed=1
	compare "$room/words" "$srcdir/$words" \
	    "contrib/generate/passwords >$words"
fi

# The templates of mail.
letters=lib/pool/templates_built_in.c
"$srcdir/contrib/generate/letters" >"$room/letters" || failed=1
compare "$room/letters" "$srcdir/$letters" \
    "contrib/generate/letters >$letters"

# What is made of the programs' descriptions, in the directory of the build.
"$srcdir/contrib/generate/generate" cgi-bin "$room/made" || failed=1
for file in $(cd "$room/made" && find . -type f | sort); do
	file=${file#./}
	compare "$room/made/$file" "$srcdir/$file" "make generate"
done

exit $failed
