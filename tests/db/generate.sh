#!/bin/sh
# Holds that sql/generate.awk refuses what breaks the rules of sql/*.sql, and
# says where.

: "${srcdir:=.}"
awk=$srcdir/sql/generate.awk
room=$(mktemp -d "${TMPDIR:-/tmp}/chinwag-generate-XXXXXX") || exit 1
trap 'rm -rf "$room"' EXIT
mkdir "$room/schema"
failed=0

# generate: both outputs; what is wrong goes to $room/said.
generate() {
	for part in h c; do
		LC_ALL=C awk -v part=$part -f "$awk" "$room"/*.sql \
		    "$room"/schema/*.sql >"$room/out.$part" \
		    2>"$room/said" || return 1
	done
}

# refuses WHAT SAID: with statements.sql from standard input.
refuses() {
	cat >"$room/statements.sql"
	if generate; then
		echo "not refused: $1"
		failed=1
	elif ! grep -q "statements.sql:.*$2" "$room/said"; then
		echo "refused, but not with \"$2\": $1"
		cat "$room/said"
		failed=1
	fi
}

# takes WHAT WANTED: and the output must have the wanted text.
takes() {
	cat >"$room/statements.sql"
	if ! generate; then
		echo "refused: $1"
		cat "$room/said"
		failed=1
	elif ! grep -qF -e "$2" "$room/out.c" "$room/out.h"; then
		echo "$1: no $2"
		failed=1
	fi
}

echo 'CREATE TABLE t (a BIGINT);' >"$room/schema/chat-0001-first.sql"

takes 'a statement' '"FROM t WHERE a = $1",' <<'END'
-- name: one
-- store: chat
-- rows: one
-- The one.
SELECT a	-- comments go
FROM t WHERE a = $1;
END
takes 'a literal with dashes and quotes' \
    "'it''s -- \\\"so\\\"\\?'" <<'END'
-- name: one
-- store: pool
-- Change.
UPDATE t SET a = 'it''s -- "so"?';
END
takes 'a comment behind a line' '.text = "SELECT a "' <<'END'
-- name: one
-- store: chat
-- rows: one
-- The one.
SELECT a	-- comments go
FROM t;
END
takes 'two spaces in a literal' "'a  b'" <<'END'
-- name: one
-- store: pool
-- Change.
UPDATE t SET a = 'a  b';
END
takes 'the count of placeholders, not of their uses' '.params = 2,' <<'END'
-- name: one
-- store: pool
-- Change.
UPDATE t SET a = $2 WHERE a = $1 OR a < $1;
END
takes 'WITH before a change' 'CW_SQL_ONE' <<'END'
-- name: one
-- store: pool
-- Change.
WITH x AS (SELECT a FROM t) DELETE FROM t WHERE a IN (SELECT a FROM x);
END
refuses 'no sentence' 'no sentence' <<'END'
-- name: one
-- store: chat
DELETE FROM t;
END
refuses 'a sentence without an end' 'no full stop' <<'END'
-- name: one
-- store: chat
-- Remove all
DELETE FROM t;
END
refuses 'no store' 'no store' <<'END'
-- name: one
-- Remove all.
DELETE FROM t;
END
refuses 'an unknown store' 'no such key or value' <<'END'
-- name: one
-- store: shop
-- Remove all.
DELETE FROM t;
END
refuses 'a misspelt key' 'no such key or value' <<'END'
-- name: one
-- strore: chat
-- Remove all.
DELETE FROM t;
END
refuses 'a name used twice' 'stands in' <<'END'
-- name: one
-- store: chat
-- Remove all.
DELETE FROM t;
-- name: one
-- store: chat
-- Remove all.
DELETE FROM t;
END
refuses 'a name that is none' 'not a name' <<'END'
-- name: One-two
-- store: chat
-- Remove all.
DELETE FROM t;
END
refuses 'many rows without LIMIT' 'many rows and no LIMIT' <<'END'
-- name: one
-- store: chat
-- All.
SELECT a FROM t WHERE a IN (SELECT a FROM t LIMIT 3)
ORDER BY a;
END
refuses 'many rows behind WITH' 'many rows and no LIMIT' <<'END'
-- name: one
-- store: chat
-- All.
WITH x AS (SELECT a FROM t LIMIT 3) SELECT a FROM x;
END
refuses 'a gap in the placeholders' '$2 is missing' <<'END'
-- name: one
-- store: chat
-- Remove some.
DELETE FROM t WHERE a = $1 OR a = $3;
END
refuses 'a question mark' 'placeholders are' <<'END'
-- name: one
-- store: chat
-- Remove some.
DELETE FROM t WHERE a = ?;
END
refuses 'no semicolon' 'ends with ;' <<'END'
-- name: one
-- store: chat
-- Remove some.
DELETE FROM t WHERE a = $1
END
refuses 'two statements' 'two statements under one name' <<'END'
-- name: one
-- store: chat
-- Remove some.
DELETE FROM t WHERE a = $1; DELETE FROM t;
END
refuses 'two statements on lines of their own' 'text after the end' <<'END'
-- name: one
-- store: chat
-- Remove some.
DELETE FROM t WHERE a = $1;
DELETE FROM t;
END
refuses 'a statement without a name' 'without a name' <<'END'
DELETE FROM t;
END
refuses 'an open quote' 'must end on its line' <<'END'
-- name: one
-- store: chat
-- Remove some.
DELETE FROM t WHERE a = 'x
y';
END
refuses 'an open parenthesis' 'parentheses' <<'END'
-- name: one
-- store: chat
-- Remove some.
DELETE FROM t WHERE (a = 'x)';
END
refuses 'another kind of comment' 'comments start with' <<'END'
-- name: one
-- store: chat
-- Remove some.
DELETE FROM t /* all */;
END
refuses 'what neither asks nor changes' 'neither a query' <<'END'
-- name: one
-- store: chat
-- Remove.
DROP TABLE t;
END

cat >"$room/statements.sql" <<'END'
-- name: one
-- store: chat
-- Remove all.
DELETE FROM t;
END
cat >"$room/schema/chat-0002-more.sql" <<'END'
CREATE TRIGGER u AFTER INSERT ON t BEGIN
	DELETE FROM t;
END;
CREATE INDEX i ON t (a);
END
generate || { echo 'a trigger is refused'; failed=1; }
test "$(grep -c '^	"CREATE' "$room/out.c")" = 3 ||
	{ echo 'a trigger is not one statement'; failed=1; }
mv "$room/schema/chat-0002-more.sql" "$room/schema/chat-0003-more.sql"
generate && { echo 'a gap in the steps is not refused'; failed=1; }
mv "$room/schema/chat-0003-more.sql" "$room/schema/shop-0001-more.sql"
generate && { echo 'a step of an unknown store is not refused'; failed=1; }

exit $failed
