#!/bin/sh
# What clang-tidy finds: functions that are too long, take too much (bytes and
# their length count as two), or are hard to follow.  It runs in a directory
# that was configured.

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

# Files and the options in $sqlite are words, split on purpose.
files=$(find ${*:-lib cgi-bin contrib/chinwag} -name '*.c' | sort)
found=$(clang-tidy --quiet --checks="$checks" --config="$options" $files -- \
    -std=c11 -D_GNU_SOURCE -DCW_CGI_DIR='""' -DCW_CONF_PATH='""' \
    -DCW_SHARE_DIR='""' -Ilib -Itests -I"$build" $sqlite 2>&1 |
    grep -E 'warning:|[Ee]rror' | sed "s|^$source/||" | sort -u)
if test -n "$found"; then
	echo "$found"
	exit 1
fi
