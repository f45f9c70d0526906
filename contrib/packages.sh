# Debian packages: what is missing, and how it comes here.  Read by quickstart
# and check, which use the lists, and have `fail` and `say`.
# shellcheck disable=SC2034

# Each line: what must be there, and the package that has it.
#	command NAME	library NAME (of pkg-config)	file PATH
BUILD_PACKAGES='
command	cc	gcc
command	make	make
command	autoreconf	autoconf
command	automake	automake
command	pkg-config	pkg-config
file	/usr/include/stdlib.h	libc6-dev
library	fcgi	libfcgi-dev
library	json-c	libjson-c-dev
library	libargon2	libargon2-dev
library	libsodium	libsodium-dev
library	libutf8proc	libutf8proc-dev
library	libcrypto	libssl-dev
library	libcurl	libcurl4-gnutls-dev
command	node	nodejs
command	npm	npm
'
SERVE_PACKAGES='
command	lighttpd	lighttpd
file	/usr/lib/lighttpd/mod_deflate.so	lighttpd-mod-deflate
command	flock	util-linux
command	setsid	util-linux
'
CHECK_PACKAGES='
command	clang	clang
command	clang-format	clang-format
command	clang-tidy	clang-tidy
library	cmocka	libcmocka-dev
command	chromium	chromium
command	exim4	exim4-daemon-light
command	nginx	nginx
command	openssl	openssl
file	/usr/lib/nginx/modules/ngx_http_brotli_static_module.so	libnginx-mod-http-brotli-static
command	shellcheck	shellcheck
command	strace	strace
command	unzip	unzip
command	zip	zip
file	/usr/lib/apache2/modules/mod_fcgid.so	libapache2-mod-fcgid
file	/usr/lib/apache2/suexec-pristine	apache2-suexec-pristine
command	systemd-analyze	systemd
command	mandoc	mandoc
command	setpriv	util-linux
command	unshare	util-linux
command	valgrind	valgrind
command	xz	xz-utils
file	/usr/share/doc/faketime	faketime
file	/usr/lib/clang	libclang-rt-dev
'

# lighttpd lies in /usr/sbin, which is not on everybody's path.
PATH=$PATH:/usr/sbin:/sbin

is_there()
{
	case $1 in
	command) command -v "$2" >/dev/null 2>&1 ;;
	library) pkg-config --exists "$2" 2>/dev/null ;;
	file) test -e "$2" ;;
	esac
}

# missing_packages LIST: their names, on one line.
missing_packages()
{
	printf '%s' "$1" | while IFS='	' read -r kind what package; do
		test -n "$kind" || continue
		is_there "$kind" "$what" || echo "$package"
	done | sort -u | tr '\n' ' '
}

# need_packages LIST MAY_INSTALL: come back only if all are there.
need_packages()
{
	missing=$(missing_packages "$1")
	test -n "$missing" || return 0
	test "$2" = yes ||
	    fail "these Debian packages are missing: $missing"
	test "$(id -u)" -eq 0 && command -v apt-get >/dev/null 2>&1 ||
	    fail "these Debian packages are missing: $missing
They come with: sudo apt-get install $missing"
	say "Installing $missing"
	# Several words, on purpose.
	# shellcheck disable=SC2086
	install_packages $missing || {
		tail -5 "$packages_log" >&2
		fail "apt-get could not install $missing(see $packages_log)"
	}
	missing=$(missing_packages "$1")
	test -z "$missing" ||
	    fail "installed, and still not there: $missing"
}

install_packages()
{
	packages_log=${TMPDIR:-/tmp}/chinwag-apt-get.log
	{
		apt-get update -q &&
		    DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
			--no-install-recommends "$@"
	} >"$packages_log" 2>&1 </dev/null
}
