/*
 * The one executable of the archive: all programs of cgi-bin/, the set-up
 * page's, and, from a shell or cron, the operator's command.
 */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../one-program/programs.h"
#include "base/clock.h"
#include "base/log.h"
#include "gateway/serve.h"
#include "place.h"
#include "pool/mail.h"
#include "self.h"
#include "setup.h"
#include "upgrade.h"

/* Nobody has a store there: programs say that they do not work. */
#define NO_DATA "/nonexistent/chinwag-is-not-set-up"

int cw_main_chinwag(int argc, char **argv);

/*
 * Let the program find its configuration, which a web server of others tells
 * nobody: suEXEC takes the variable away.
 */
static void
find_conf(void)
{
	char conf[PATH_MAX];
	bool has_root = place_root(setup_root) == CW_OK;

	if (getenv("CHINWAG_CONF") != NULL)
		return;
	if (has_root && place_conf(setup_root, conf) == CW_OK &&
	    access(conf, R_OK) == 0 && setenv("CHINWAG_CONF", conf, 1) == 0)
		return;
	(void)setenv("CHINWAG_DATA_DIR", NO_DATA, 1);
}

/* Mail that was queued goes out at once: there may be no cron here. */
static void
send_mail(struct cw_service *service)
{
	static const char *const words[] = { "chinwag", "mail", NULL };
	const struct self_run run = { .conf = getenv("CHINWAG_CONF"),
		.words = words };
	int64_t due_ms;

	if (run.conf == NULL || service->pool == NULL ||
	    cw_mail_next_due(service->pool, &due_ms) != CW_OK ||
	    due_ms > cw_clock_now_ms())
		return;
	self_start(&run);
}

/*
 * What this process has opened is no longer what there is, or is broken.  A
 * server that keeps programs would lose what it sent to one that ends: begin
 * anew instead, with the same socket and whoever waits there.
 */
static void
begin_anew(char **argv)
{
	const struct timespec now = { 0 };
	sigset_t stop;

	(void)sigemptyset(&stop);
	(void)sigaddset(&stop, SIGTERM);
	while (sigtimedwait(&stop, NULL, &now) == SIGTERM)
		continue;
	(void)execv("/proc/self/exe", argv);
}

static enum cw_err
before(const struct cw_conf *conf)
{
	return upgrade_before(setup_root, conf);
}

static bool
is_command(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/');

	if (getenv("REQUEST_METHOD") != NULL ||
	    getenv("GATEWAY_INTERFACE") != NULL || argc < 2)
		return false;
	return strcmp(slash == NULL ? argv[0] : slash + 1, "chinwag") == 0 ||
	    argv[1][0] != '-';
}

int
main(int argc, char **argv)
{
	const struct cw_all all = {
		.mains = program_mains,
		.mains_count = program_mains_count,
		.more = setup_programs,
		.more_count = setup_programs_count,
		.before = before,
		.after = send_mail,
	};

	bool is_told = getenv("CHINWAG_CONF") != NULL;
	int code;

	find_conf();
	/* What serves here sets up and sends mail as well: no fence for it. */
	(void)setenv("CHINWAG_FENCE", "off", 1);
	if (is_command(argc, argv))
		return cw_main_chinwag(argc, argv);
	code = cw_serve_all_of(&all, argc, argv);
	if (cw_fcgi_is_peer() && cw_serve_has_stopped()) {
		if (!is_told)
			(void)unsetenv("CHINWAG_CONF");
		(void)unsetenv("CHINWAG_DATA_DIR");
		begin_anew(argv);
	}
	return code;
}
