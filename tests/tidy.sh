#!/bin/sh
# What clang-tidy finds: functions that are too long or hard to follow.  It
# needs a configured build directory, which is where this runs, and takes a
# minute; contrib/check runs it.

set -u
source=$(cd "${srcdir:-.}" && pwd)

command -v clang-tidy >/dev/null || {
	echo 'skipped: there is no clang-tidy here'
	exit 77
}
test -r config.h || {
	echo 'run this in a directory that was configured'
	exit 1
}
sqlite=$(sed -n 's/^SQLITE_CFLAGS = //p' Makefile)
build=$(pwd)
cd "$source" || exit 1

checks='-*,readability-function-size,readability-function-cognitive-complexity'
options='{CheckOptions: [
  {key: readability-function-size.LineThreshold, value: 60},
  {key: readability-function-size.StatementThreshold, value: 1000},
  {key: readability-function-size.ParameterThreshold, value: 6},
  {key: readability-function-size.NestingThreshold, value: 4},
  {key: readability-function-cognitive-complexity.Threshold, value: 15},
  {key: readability-function-cognitive-complexity.IgnoreMacros, value: 1}]}'

# shellcheck disable=SC2086 # sqlite is options, split on purpose
found=$(find ${*:-lib cgi-bin contrib/chinwag} -name '*.c' | sort |
    xargs clang-tidy --quiet --checks="$checks" --config="$options" -- \
	-std=c11 -D_GNU_SOURCE -Ilib -Itests -I"$build" $sqlite 2>&1 |
    grep -E 'warning:|error:' | sed "s|^$source/||" | sort -u)
if test -n "$found"; then
	echo "$found"
	exit 1
fi
