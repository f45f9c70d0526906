#!/bin/sh
# Holds that the statements in sql/*.sql stay within what PostgreSQL takes too.
# Where CHINWAG_TEST_PG names a database, it is asked; elsewhere words that
# only SQLite knows are looked for.
#
# Usage: srcdir=DIR sql-lint.sh [FILE...]

: "${srcdir:=.}"
test $# -gt 0 || set -- "$srcdir"/sql/*.sql

awk '
function complain(what)
{
	print FILENAME ":" FNR ": " what
	failed = 1
}

{
	# Neither comments nor what stands in quotes.
	line = $0
	gsub(/\047[^\047]*\047/, "\047\047", line)
	sub(/--.*/, "", line)
	line = " " toupper(line) " "
	gsub(/[^A-Z0-9_$?*`"\[(.]+/, " ", line)
}

line ~ / (ROWID|OID|_ROWID_) / { complain("rowid") }
line ~ / (IFNULL|IIF|INSTR|STRFTIME|DATETIME|JULIANDAY|UNIXEPOCH|TOTAL|GROUP_CONCAT|PRINTF|HEX|RANDOMBLOB|LAST_INSERT_ROWID|CHANGES|TYPEOF)[ (]/ {
	complain("a function that only SQLite has")
}
line ~ / (DATE|TIME)[(]/ { complain("a date function of SQLite") }
line ~ / (INSERT|UPDATE) OR / { complain("INSERT OR, UPDATE OR") }
line ~ / REPLACE INTO / { complain("REPLACE INTO") }
line ~ / (AUTOINCREMENT|GLOB|PRAGMA|REGEXP|INDEXED|MATCH) / {
	complain("a word that only SQLite knows")
}
line ~ /[?]/ { complain("a placeholder must be $1, $2, ...") }
line ~ /[`\[]/ { complain("a quoted name of another dialect") }
line ~ /"/ { complain("a double quote: name things in plain words") }
line ~ / (SELECT|RETURNING) [*]| [A-Z_]+[.][*]/ { complain("columns are listed") }
line ~ / OFFSET / { complain("pages go by key, not by offset") }
line ~ / LIMIT [$0-9]+ [$0-9]+ / { complain("LIMIT a, b") }

END { exit failed }
' "$@" || exit 1

test -n "$CHINWAG_TEST_PG" || exit 0

# Types are passed as the driver will pass them: by the schema, not by guess.
psql -q -X -v ON_ERROR_STOP=1 "$CHINWAG_TEST_PG" <<END
BEGIN;
$(sed 's/BLOB/BYTEA/g; s/) WITHOUT ROWID;/);/
    s/INTEGER NOT NULL PRIMARY KEY/BIGSERIAL PRIMARY KEY/' \
    "$srcdir"/sql/schema/*.sql)
$(cat "$@" | awk '
/^-- name:/ { name = $3; next }
/^--/ { next }
name != "" && /[^ \t]/ { print "PREPARE " name " AS"; name = "" }
{ print }')
ROLLBACK;
END
