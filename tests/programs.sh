#!/bin/sh
# Nothing is forgotten: every program is built and has a test file of its name,
# and every source stands in one of the makefile's lists.

set -u
cd "${srcdir:-.}" || exit 1
failed=0

complain()
{
	echo "$*"
	failed=1
}

# Is this name in Makefile.am, as a word?
is_listed()
{
	grep -qE "(^|[[:space:]])$1([[:space:]]|\$)" Makefile.am
}

for source in cgi-bin/*.c; do
	test -e "$source" || continue
	program=$(basename "$source" .c)
	is_listed "cgi-bin/$program" ||
	    complain "$source is not in Makefile.am (cgi_programs)"
	test -e "tests/api/$program.test.mjs" ||
	    complain "$source has no test: tests/api/$program.test.mjs"
done

for source in $(find lib contrib/chinwag -name '*.c' 2>/dev/null | sort); do
	is_listed "$source" || complain "$source is not in Makefile.am"
done

for source in $(find tests -name '*_test.c' | sort); do
	is_listed "${source%.c}" || complain "$source is not in Makefile.am"
done

exit $failed
