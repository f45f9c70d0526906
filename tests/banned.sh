#!/bin/sh
# Functions that have a safer sibling, or none that is needed here.

set -u
cd "${srcdir:-.}" || exit 1

banned='strcpy|strcat|stpcpy|sprintf|vsprintf|gets|strtok|gmtime|localtime'
banned="$banned|asctime|ctime|atoi|rand|srand|random|system"
banned="$banned|popen|tmpnam|mktemp|alloca|bzero"

found=$(find lib cgi-bin contrib tests -name '*.[ch]' 2>/dev/null | sort |
    xargs grep -nE "(^|[^A-Za-z0-9_>.])($banned)[[:space:]]*\\(")
if test -n "$found"; then
	echo "$found"
	echo 'These functions are not used here; see the list in tests/banned.sh.'
	exit 1
fi
