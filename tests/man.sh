#!/bin/sh
# The man pages: mandoc finds nothing wrong, each command has one which tells of
# all its options and no others, and chinwag.conf(5) has the keys that are, with
# their defaults.  Runs where chinwag was built.

set -u
: "${srcdir:=.}"
pages=$srcdir/contrib/man
chinwag=contrib/chinwag/chinwag
failed=0

command -v mandoc >/dev/null || {
	echo 'skipped: there is no mandoc here'
	exit 77
}
room=$(mktemp -d "${TMPDIR:-/tmp}/chinwag-man-XXXXXX") || exit 1
trap 'rm -rf "$room"' EXIT
: >"$room/conf"
CHINWAG_CONF=$room/conf
export CHINWAG_CONF

complain()
{
	echo "$*"
	failed=1
}

# Nobody has all pages that ours refer to.
mandoc -Tlint -W warning "$pages"/*.[0-9] || failed=1

# same WHAT: do $room/is and $room/told have the same lines?
same()
{
	sort -u "$room/is" >"$room/is.sorted"
	sort -u "$room/told" >"$room/told.sorted"
	comm -23 "$room/is.sorted" "$room/told.sorted" |
	    sed "s|^|$1 does not tell of: |" >"$room/wrong"
	comm -13 "$room/is.sorted" "$room/told.sorted" |
	    sed "s|^|$1 tells of what is not: |" >>"$room/wrong"
	[ ! -s "$room/wrong" ] || {
		cat "$room/wrong"
		failed=1
	}
}

# --- commands -----------------------------------------------------------------

$chinwag --help | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p' >"$room/commands"
[ -s "$room/commands" ] || complain "$chinwag --help lists no commands"

cp "$room/commands" "$room/is"
sed -n 's/^\.It Xr chinwag-\([a-z-]*\) 1$/\1/p' "$pages/chinwag.1" \
    >"$room/told"
same chinwag.1

(cd "$pages" && ls chinwag-*.1) | sed 's/^chinwag-\(.*\)\.1$/\1/' \
    >"$room/told"
same contrib/man

# --- options ------------------------------------------------------------------
# Words of the usage and at the beginning of a line of the details.

while read -r command; do
	page=$pages/chinwag-$command.1
	[ -r "$page" ] || continue
	$chinwag "$command" --help |
	    grep -oE '(^  |[[(|] ?)(-e|--[a-z][a-z-]*)' |
	    grep -oE -e '-[a-z-]+' >"$room/is"
	grep -oE 'Fl (e|-[a-z][a-z-]*)' "$page" | sed 's/^Fl /-/' \
	    >"$room/told"
	same "chinwag-$command.1"
done <"$room/commands"

# --- configuration --------------------------------------------------------------

$chinwag info --keys | sed -n 's/^\([a-z0-9_]* =.*\)$/\1/p' |
    sed 's/ *$//' >"$room/is"
[ -s "$room/is" ] || complain "$chinwag info --keys lists no keys"
sed -n 's/^\.It Ic \([a-z0-9_]*\) No =\(.*\)$/\1 =\2/p' \
    "$pages/chinwag.conf.5" >"$room/told"
same chinwag.conf.5

exit $failed
