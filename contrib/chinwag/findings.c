/* What the doctor may find, and how to mend it. */

#include "doctor.h"

#define IN_CONF "in chinwag.conf"

const struct finding_row finding_rows[FINDING__COUNT] = {
	[DATA_DIR] = {
		.name = "data-dir",
		.gravity = WRONG,
		.what = "The data directory cannot be entered.",
		.mends = { "chinwag init makes it, as the user that the "
			   "programs run as" },
	},
	[DATA_OPEN] = {
		.name = "data-open",
		.gravity = WRONG,
		.what = "Others on this machine may read what is secret.",
		.mends = { "chmod 700 the data directory, chmod 600 its "
			   "files" },
	},
	[DATA_OWNER] = {
		.name = "data-owner",
		.gravity = WRONG,
		.what = "The data belong to several users, so that programs "
			"may not write to some.",
		.mends = { "chown -R USER the data directory, where USER is "
			   "whom the programs run as; run chinwag as that "
			   "user" },
	},
	[DATA_FOREIGN] = {
		.name = "data-foreign",
		.gravity = WRONG,
		.what = "The stores are on a file system whose locks or memory "
			"cannot be relied upon.",
		.mends = { "data_dir on a disk of this machine (ext4, xfs, "
			   "btrfs, zfs)" },
	},
	[DATA_IN_WEB_ROOT] = {
		.name = "data-in-web-root",
		.gravity = WRONG,
		.what = "The data directory lies among the files that the web "
			"server gives to everybody.",
		.mends = { "move it elsewhere, and say where: data_dir "
			   IN_CONF },
	},
	[DATA_ROOM] = {
		.name = "data-room",
		.gravity = WRONG,
		.what = "There is hardly any room left where the data are.",
		.mends = { "make room; an upgrade needs two and a half times "
			   "what the stores have" },
	},
	[KEYS] = {
		.name = "keys",
		.gravity = WRONG,
		.what = "The keys cannot be used.",
		.mends = { "chmod 600 DATA/keys; if it is damaged, put its "
			   "copy back: without it codes, sealed mail and "
			   "second factors are lost" },
	},
	[STORE] = {
		.name = "store",
		.gravity = WRONG,
		.what = "A store cannot be opened.",
		.mends = { "chinwag init, if there is none yet; chinwag "
			   "restore, if it is damaged" },
	},
	[SCHEMA] = {
		.name = "schema",
		.gravity = WRONG,
		.what = "A store is of another version than this program.",
		.mends = { "chinwag migrate; or, if the store is newer, the "
			   "newer program" },
	},
	[SQLITE] = {
		.name = "sqlite",
		.gravity = WARNING,
		.what = "This SQLite can damage a store with a write-ahead log "
			"that several programs write to (below 3.51.3, but for "
			"3.50.7 and 3.44.6), so a slower journal is used.",
		.mends = { "configure --with-sqlite=bundled" },
	},
	[JSON_C] = {
		.name = "json-c",
		.gravity = WRONG,
		.what = "json-c 0.17 does not fit programs that were compiled "
			"with another.",
		.mends = { "json-c 0.16, or 0.18 and later" },
	},
	[LIBFCGI] = {
		.name = "libfcgi",
		.gravity = WARNING,
		.what = "This libfcgi writes beyond its memory if a server "
			"sends it a certain request (CVE-2025-23016).",
		.mends = { "libfcgi 2.4.5, or 2.4.2-2+deb12u1 on Debian 12" },
	},
	[PROGRAMS_ABSENT] = {
		.name = "programs-absent",
		.gravity = WRONG,
		.what = "The programs of the API are not there, or do not "
			"start.",
		.mends = { "make install; chinwag doctor --programs DIR says "
			   "where they are" },
	},
	[PROGRAMS_VERSION] = {
		.name = "programs-version",
		.gravity = WRONG,
		.what = "The programs are of another version than chinwag.",
		.mends = { "make install, and start the programs anew" },
	},
	[CLOCK_BEHIND] = {
		.name = "clock-behind",
		.gravity = WRONG,
		.what = "The clock is behind things that have happened "
			"already.",
		.mends = { "set the clock, and have it kept: systemd-timesyncd "
			   "or chrony" },
	},
	[CLOCK_STEPS] = {
		.name = "clock-steps",
		.gravity = WRONG,
		.what = "The clock jumps.",
		.mends = { "one program that keeps the clock, not several: "
			   "systemd-timesyncd or chrony; none in a container" },
	},
	[CLOCK_UNKEPT] = {
		.name = "clock-unkept",
		.gravity = WARNING,
		.what = "Nobody says that the clock is right.",
		.mends = { "systemd-timesyncd or chrony" },
	},
	[BACKUP_NONE] = {
		.name = "backup",
		.gravity = WARNING,
		.what = "The last backup is older than a day, or there was "
			"none.",
		.mends = { "chinwag backup DIR, each night" },
	},
	[MAIL_TRANSPORT] = {
		.name = "mail-transport",
		.gravity = WRONG,
		.what = "Mail cannot leave.",
		.mends = { "mail_transport, mail_sendmail or mail_smtp_url "
			   IN_CONF "; chinwag mail test ADDRESS tries it" },
	},
	[MAIL_TO_FILES] = {
		.name = "mail-to-files",
		.gravity = WARNING,
		.what = "Mail goes into files, and nobody gets it.",
		.mends = { "mail_transport = sendmail, or smtp, " IN_CONF },
	},
	[MAIL_FROM] = {
		.name = "mail-from",
		.gravity = WARNING,
		.what = "Mail comes from an address that others do not "
			"accept.",
		.mends = { "mail_from = an address of your domain, " IN_CONF },
	},
	[MAIL_PASSWORD] = {
		.name = "mail-password",
		.gravity = WRONG,
		.what = "The password for the mail server cannot be read, or "
			"others may read it.",
		.mends = { "mail_smtp_password_file " IN_CONF "; chmod 600" },
	},
	[MAIL_TEMPLATES] = {
		.name = "mail-templates",
		.gravity = WARNING,
		.what = "A template of mail is not used, since it is not good.",
		.mends = { "chinwag mail check says what is wrong, and where; "
			   "until then what is built in is sent" },
	},
	[MAIL_WAITS] = {
		.name = "mail-waits",
		.gravity = WRONG,
		.what = "Mail has been waiting for a quarter of an hour.",
		.mends = { "chinwag mail --watch must run, or chinwag mail "
			   "each minute; chinwag mail list shows what waits" },
	},
	[MAIL_GIVEN_UP] = {
		.name = "mail-given-up",
		.gravity = WARNING,
		.what = "Mail was given up.",
		.mends = { "chinwag mail list shows it, chinwag mail retry "
			   "sends it again" },
	},
	[PROVIDER_FILE] = {
		.name = "provider-file",
		.gravity = WRONG,
		.what = "A service that people sign in with is left out, since "
			"its file is wrong.",
		.mends = { "that line; PROVIDERS in chinwag.conf(5) tells what "
			   "may be there" },
	},
	[PROVIDER_UNREACHABLE] = {
		.name = "provider-unreachable",
		.gravity = WRONG,
		.what = "A service that people sign in with does not answer.",
		.mends = { "issuer in its file; the network; oidc_fetch "
			   IN_CONF },
	},
	[PROVIDER_DOCUMENT] = {
		.name = "provider-document",
		.gravity = WRONG,
		.what = "What a service that people sign in with says of "
			"itself does not fit its file.",
		.mends = { "issuer, to the letter, or hosts in its file" },
	},
	[PROVIDER_KEYS] = {
		.name = "provider-keys",
		.gravity = WRONG,
		.what = "A service that people sign in with has no key that "
			"could sign.",
		.mends = { "algorithm in its file, or how this site is "
			   "registered there" },
	},
	[PROVIDER_CLOCK] = {
		.name = "provider-clock",
		.gravity = WARNING,
		.what = "The clock of a service that people sign in with and "
			"ours differ: with more than a minute nobody comes in.",
		.mends = { "keep the clock by NTP" },
	},
	[NO_FETCH] = {
		.name = "no-fetch",
		.gravity = WARNING,
		.what = "The web server was not looked at: chinwag-fetch is "
			"not beside chinwag, or does not work.",
		.mends = { "configure without --disable-smtp, which needs "
			   "libcurl" },
	},
	[UNREACHABLE] = {
		.name = "unreachable",
		.gravity = WRONG,
		.what = "Nobody answers at the public address.",
		.mends = { "start the web server; base_url " IN_CONF "; "
			   "--connect HOST:PORT, if this machine does not "
			   "reach "
			   "itself by that name" },
	},
	[API_ABSENT] = {
		.name = "api-absent",
		.gravity = WRONG,
		.what = "The web server does not know the API.",
		.mends = {
			[SERVER_ANY] = "api_prefix " IN_CONF,
			[LIGHTTPD] = "include \"routes.conf\" at the end, and "
				     "mod_fastcgi in server.modules",
			[NGINX] = "include routes.conf in the server block",
			[APACHE] = "Include routes-proxy.conf (or -programs, "
				   "-htaccess) in the virtual host, and "
				   "RewriteEngine On",
		},
	},
	[API_FAILS] = {
		.name = "api-fails",
		.gravity = WRONG,
		.what = "The web server does not get an answer from the "
			"programs.",
		.mends = {
			[SERVER_ANY] = "the server's error log says why; the "
				       "programs must be allowed to enter the "
				       "data directory",
			[LIGHTTPD] = "bin-path and socket in routes.conf; "
				     "CHINWAG_CONF in bin-environment",
			[NGINX] = "chinwag serve or the socket units must run, "
				  "with sockets where fastcgi_pass says",
			[APACHE] = "chinwag serve or the socket units must "
				   "run, "
				   "with sockets where chinwag_sockets says",
		},
	},
	[API_PREFIX] = {
		.name = "api-prefix",
		.gravity = WRONG,
		.what = "The web server passes another path than api_prefix "
			"says.",
		.mends = {
			[SERVER_ANY] = "api_prefix " IN_CONF " as the programs "
				       "see it in REQUEST_URI",
			[NGINX] = "fastcgi_param REQUEST_URI $request_uri;",
		},
	},
	[OTHER_DATA] = {
		.name = "other-data",
		.gravity = WRONG,
		.what = "A Chinwag answers there, but it works in another data "
			"directory.",
		.mends = {
			[SERVER_ANY] = "the same CHINWAG_CONF for the programs "
				       "and for chinwag",
			[LIGHTTPD] = "\"bin-environment\" => ( "
				     "\"CHINWAG_CONF\" "
				     "=> \"...\" )",
			[NGINX] = "CHINWAG_CONF in the environment of chinwag "
				  "serve",
			[APACHE] = "FcgidInitialEnv CHINWAG_CONF \"...\", "
				   "SetEnv "
				   "CHINWAG_CONF \"...\", or the "
				   "environment of "
				   "chinwag serve",
		},
	},
	[PROGRAM_USER] = {
		.name = "program-user",
		.gravity = WRONG,
		.what = "The programs run as another user than the one whom "
			"the data belong to.",
		.mends = { "chown -R the data directory to the programs' "
			   "user, or run them as its owner" },
	},
	[ROUTE] = {
		.name = "route",
		.gravity = WRONG,
		.what = "A request does not come to its program.",
		.mends = {
			[SERVER_ANY] = "make the route map anew: contrib/ has "
				       "one for each server, of the version of "
				       "the programs; allow GET, POST, PUT, "
				       "PATCH, DELETE and OPTIONS",
			[LIGHTTPD] = "routes.conf",
			[NGINX] = "routes.conf",
			[APACHE] = "routes-proxy.conf, routes-programs.conf or "
				   "routes-htaccess.conf; AcceptPathInfo, "
				   "Limit and LimitExcept must not be in the "
				   "way",
		},
	},
	[AUTHORIZATION] = {
		.name = "authorization",
		.gravity = WRONG,
		.what = "The header Authorization does not reach the "
			"programs: only browsers can sign in.",
		.mends = {
			[SERVER_ANY] = "pass HTTP_AUTHORIZATION on",
			[LIGHTTPD] = "no setenv.set-request-header that "
				     "empties "
				     "\"Authorization\"",
			[NGINX] = "fastcgi_pass_request_headers on; and no "
				  "fastcgi_param HTTP_AUTHORIZATION \"\";",
			[APACHE] = "CGIPassAuth On in the Location or "
				   "Directory "
				   "of the API; in an old one SetEnvIf "
				   "Authorization \"(.+)\" "
				   "HTTP_AUTHORIZATION=$1",
		},
	},
	[ENCODED_SLASH] = {
		.name = "encoded-slash",
		.gravity = WRONG,
		.what = "An encoded slash in an address does not reach the "
			"programs as it came.",
		.mends = {
			[SERVER_ANY] = "pass the request's address on "
				       "undecoded, as REQUEST_URI",
			[LIGHTTPD] = "no \"url-path-2f-reject\" => \"enable\" "
				     "in server.http-parseopts",
			[NGINX] = "fastcgi_param REQUEST_URI $request_uri;",
			[APACHE] = "AllowEncodedSlashes NoDecode in the "
				   "virtual "
				   "host",
		},
	},
	[HTTPOXY] = {
		.name = "httpoxy",
		.gravity = WRONG,
		.what = "Clients may set HTTP_PROXY of the programs (httpoxy).",
		.mends = {
			[SERVER_ANY] = "drop the request header Proxy",
			[LIGHTTPD] = "\"Proxy\" => \"\" in "
				     "setenv.set-request-header",
			[NGINX] = "fastcgi_param HTTP_PROXY \"\";",
			[APACHE] = "RequestHeader unset Proxy early",
		},
	},
	[UNDERSCORES] = {
		.name = "underscores",
		.gravity = WRONG,
		.what = "A header with an underscore passes for the one with a "
			"hyphen.",
		.mends = {
			[SERVER_ANY] = "drop request headers with an "
				       "underscore",
			[LIGHTTPD] = "setenv.set-request-header = ( "
				     "\"X_Forwarded_For\" => \"\", ... ) as in "
				     "lighttpd.conf.in",
			[NGINX] = "underscores_in_headers off;",
			[APACHE] = "Apache 2.4 drops them; no SetEnvIf that "
				   "brings them back",
		},
	},
	[COOKIES] = {
		.name = "cookies",
		.gravity = WRONG,
		.what = "Of two Cookie lines one is lost.",
		.mends = { "look for what filters cookies, in the server or "
			   "before it" },
	},
	[CHUNKED] = {
		.name = "chunked",
		.gravity = WRONG,
		.what = "A body that comes in chunks does not arrive whole.",
		.mends = {
			[SERVER_ANY] = "have the server take a body in before "
				       "it passes the request on",
			[LIGHTTPD] = "server.stream-request-body = 0",
			[NGINX] = "fastcgi_request_buffering on;",
			[APACHE] = "SetEnv proxy-sendcl 1, or nothing that "
				   "sets proxy-sendchunked",
		},
	},
	[BODY_LIMIT] = {
		.name = "body-limit",
		.gravity = WRONG,
		.what = "The web server refuses bodies that the programs would "
			"take.",
		.mends = {
			[SERVER_ANY] = "a limit above body_max_bytes",
			[LIGHTTPD] = "server.max-request-size = 256",
			[NGINX] = "client_max_body_size 256k;",
			[APACHE] = "LimitRequestBody 262144, "
				   "FcgidMaxRequestLen "
				   "262144",
		},
	},
	[STREAM_BUFFERED] = {
		.name = "stream-buffered",
		.gravity = WRONG,
		.what = "Live events are held back until the stream ends.",
		.mends = {
			[SERVER_ANY] = "no buffering and no compression of "
				       "text/event-stream, here and in "
				       "whatever "
				       "stands before; where that cannot be: "
				       "CHINWAG_EVENT_STREAMS=off for "
				       "events-get",
			[LIGHTTPD] = "server.stream-response-body = 2 for the "
				     "address of events",
			[NGINX] = "fastcgi_buffering off;, and no "
				  "fastcgi_ignore_headers X-Accel-Buffering;",
			[APACHE] = "ProxySet flushpackets=on in <Proxy "
				   "\"fcgi://events-get/\">",
		},
	},
	[KEEP_ALIVE] = {
		.name = "keep-alive",
		.gravity = WARNING,
		.what = "Each request needs a connection of its own.",
		.mends = {
			[SERVER_ANY] = "keep connections for some seconds",
			[LIGHTTPD] = "server.max-keep-alive-requests = 10000",
			[NGINX] = "keepalive_timeout 15;",
			[APACHE] = "KeepAlive On",
		},
	},
	[HEADERS_API] = {
		.name = "headers-api",
		.gravity = WRONG,
		.what = "Answers of the API lack headers that protect them.",
		.mends = {
			[SERVER_ANY] = "pass on the headers of the programs",
			[LIGHTTPD] = "setenv.set-response-header for the API",
			[NGINX] = "no fastcgi_hide_header",
			[APACHE] = "no Header unset; Header always set ...",
		},
	},
	[NO_TLS] = {
		.name = "no-tls",
		.gravity = WRONG,
		.what = "Passwords and messages cross the network in the "
			"clear.",
		.mends = { "TLS before the server, and base_url = https://... "
			   IN_CONF },
	},
	[TLS_UNTRUSTED] = {
		.name = "tls-untrusted",
		.gravity = WRONG,
		.what = "Browsers do not accept the server's certificate.",
		.mends = {
			[SERVER_ANY] = "a certificate for this name, with the "
				       "ones between it and its root",
			[LIGHTTPD] = "ssl.pemfile = the full chain",
			[NGINX] = "ssl_certificate = the full chain "
				  "(fullchain.pem)",
			[APACHE] = "SSLCertificateFile = the full chain "
				   "(fullchain.pem)",
		},
	},
	[TLS_EXPIRES] = {
		.name = "tls-expires",
		.gravity = WARNING,
		.what = "The server's certificate expires soon.",
		.mends = { "renew it, and have the server read it anew" },
	},
	[SITE_ABSENT] = {
		.name = "site-absent",
		.gravity = WRONG,
		.what = "The site's page is not there.",
		.mends = {
			[SERVER_ANY] = "the document root is the site's "
				       "directory (share/chinwag)",
			[LIGHTTPD] = "server.document-root and "
				     "index-file.names",
			[NGINX] = "root and index",
			[APACHE] = "DocumentRoot and DirectoryIndex",
		},
	},
	[HEADERS_SITE] = {
		.name = "headers-site",
		.gravity = WRONG,
		.what = "The site's page lacks headers that protect it.",
		.mends = {
			[LIGHTTPD] = "setenv.set-response-header",
			[NGINX] = "add_header ... always;, again in each "
				  "location that has an add_header of its own",
			[APACHE] = "Header always set ...",
		},
	},
	[HEADERS_ERROR] = {
		.name = "headers-error",
		.gravity = WRONG,
		.what = "The server's own error pages lack headers that "
			"protect them.",
		.mends = {
			[LIGHTTPD] = "setenv.set-response-header outside of "
				     "conditions",
			[NGINX] = "always at the end of each add_header",
			[APACHE] = "Header always set ..., not Header set",
		},
	},
	[COMPRESSION] = {
		.name = "compression",
		.gravity = WARNING,
		.what = "The site's texts come uncompressed.",
		.mends = {
			[LIGHTTPD] = "deflate.mimetypes and "
				     "deflate.allowed-encodings, mod_deflate",
			[NGINX] = "gzip_static on; gzip on; gzip_types ...;",
			[APACHE] = "AddOutputFilterByType "
				   "BROTLI_COMPRESS;DEFLATE ...",
		},
	},
	[DOT_FILES] = {
		.name = "dot-files",
		.gravity = WRONG,
		.what = "Files that are nobody's business are given to "
			"everybody.",
		.mends = {
			[SERVER_ANY] = "remove them from the document root",
			[LIGHTTPD] = "url.access-deny for \"/\\.|~$|\\.bak$\" "
				     "and so on",
			[NGINX] = "location ~ /\\. { return 404; }",
			[APACHE] = "RewriteRule "
				   "\"^/(?:.*/)?\\.(?!well-known/)\" "
				   "- [R=404,L]",
		},
	},
	[LISTING] = {
		.name = "listing",
		.gravity = WRONG,
		.what = "The server lists the files of a directory.",
		.mends = {
			[LIGHTTPD] = "dir-listing.activate = \"disable\"",
			[NGINX] = "autoindex off;",
			[APACHE] = "Options -Indexes",
		},
	},
	[TRACE_ON] = {
		.name = "trace",
		.gravity = WARNING,
		.what = "The server answers TRACE, which repeats secret "
			"headers.",
		.mends = { [SERVER_ANY] = "refuse TRACE",
		    [APACHE] = "TraceEnable off" },
	},
};
