# What the render scripts of contrib/<server>/ have in common.  Read by them:
# they have `usage EXIT', and `own_word NAME VALUE' for words that only they
# take, which says in `took' how many it took, 0 if it knows none such.
# shellcheck disable=SC2034

RENDER_USAGE='  --port N        TCP port, on the loopback interface
  --conf FILE     chinwag.conf
  --programs DIR  the programs (cgi-bin)
  --site DIR      the site (site, of the build; or htdocs)
  --run DIR       where to write; only its owner may enter it
  --vendor DIR    the packages'\'' files that the site uses (else SITE/vendor)
  --live DIR      cursor files (else live_dir, as FILE has it)
  --timeout N     seconds that a sender may be silent (20)'

fail()
{
	echo "render: $*" >&2
	exit 1
}

# read_words WORD ...: into the variables of their names.
read_words()
{
	port='' conf='' programs='' site='' run='' vendor='' live='' timeout=20
	while [ $# -gt 0 ]; do
		took=2
		case $1 in
		--help) usage 0 ;;
		--port) port=${2-} ;;
		--conf) conf=${2-} ;;
		--programs) programs=${2-} ;;
		--site) site=${2-} ;;
		--run) run=${2-} ;;
		--vendor) vendor=${2-} ;;
		--live) live=${2-} ;;
		--timeout) timeout=${2-} ;;
		*)
			took=0
			own_word "$1" "${2-}"
			;;
		esac
		[ "$took" -gt 0 ] && [ $# -ge "$took" ] || usage 2 >&2
		shift "$took"
	done
	[ -n "$port" ] && [ -n "$conf" ] && [ -n "$programs" ] &&
	    [ -n "$site" ] && [ -n "$run" ] || usage 2 >&2
	: "${vendor:=$site/vendor}"
	: "${live:=$(conf_value live_dir)}"
	: "${live:=$(data_dir)/live}"
}

# conf_value KEY: what chinwag.conf says, or nothing.
conf_value()
{
	[ ! -r "$conf" ] || sed -n \
	    "s/^[[:space:]]*$1[[:space:]]*=[[:space:]]*\"\{0,1\}\([^\"]*\).*/\1/p" \
	    "$conf" | tail -1
}

# Where it says that the data lies.
data_dir()
{
	found=$(conf_value data_dir)
	echo "${found:-/var/lib/chinwag}"
}

# need_paths PATH ...: none that would not come through the configuration's
# quotes, or sed's.
need_paths()
{
	for path in "$@"; do
		case $path in
		/*) ;;
		*) fail "$path: paths must be absolute" ;;
		esac
		case $path in
		*['"$\|&%']*)
			fail "$path: has a character that no server takes"
			;;
		esac
	done
}

# A Unix socket's address has 108 bytes with its end; servers and `chinwag
# serve' put up to 5 behind a program's name.
need_short()
{
	longest=$1/confirmation-post
	[ ${#longest} -le 102 ] || fail "$1: too long for the names of sockets"
}

# write_pages DIR: the server's own pages, for people (site-<status>.html) and
# in the shape of the API's errors (api-<status>.html).
write_pages()
{
	pages=$1
	mkdir -p "$pages"
	page 400 bad_request 'The request is malformed.'
	page 403 forbidden 'You may not see this.'
	page 404 not_found 'There is nothing here.'
	page 405 method_not_allowed 'This address does not take that method.'
	page 408 bad_request 'The request took too long to come in.'
	page 411 bad_request 'The request does not say how long it is.'
	page 413 too_large 'The request is too large.'
	page 414 too_large 'The address is too long.'
	page 416 bad_request 'There is no such part.'
	page 417 bad_request 'That cannot be expected.'
	page 431 too_large 'The headers are too large.'
	page 500 unavailable \
	    'This does not work at the moment. Please try again.'
	page 501 method_not_allowed 'Nobody here knows that method.'
	for status in 502 503 504; do
		page $status unavailable \
		    'This does not work at the moment. Please try again.'
	done
}

# page STATUS CODE SENTENCE
page()
{
	cat >"$pages/site-$1.html" <<END
<!doctype html>
<html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Chinwag</title>
<p>$3</p>
<p><a href="/">Chinwag</a></p>
</html>
END
	printf '{"message":"%s","code":"%s","request":""}\n' "$3" "$2" \
	    >"$pages/api-$1.html"
}
