#!/bin/sh
# The sources are as .clang-format wants them, which is written for version 14:
# others differ in details.

set -u
cd "${srcdir:-.}" || exit 1

for tool in clang-format-14 clang-format none; do
	case $("$tool" --version 2>/dev/null) in
	*'version 14.'*) break ;;
	esac
done
if test "$tool" = none; then
	echo 'skipped: there is no clang-format 14 here'
	exit 77
fi

find lib cgi-bin contrib tests -name '*.[ch]' | sort |
    xargs "$tool" --dry-run -Werror || {
	echo "To mend it: $tool -i FILE"
	exit 1
}
