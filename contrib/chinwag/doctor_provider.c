/* The doctor's look at other services that people sign in with. */

#include "doctor.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "gateway/oidc_document.h"
#include "gateway/oidc_token.h"

#define LIMIT_MS 10000
#define SKEW_MAX_SEC 30

static void
take_problem(void *arg, const char *name, const char *problem)
{
	struct doctor *doctor = arg;

	note_check(doctor);
	if (problem != NULL)
		note_found(doctor, PROVIDER_FILE, "%s: %s", name, problem);
}

/* A document that it publishes, in the arena; false: that was noted. */
static bool
fetch(struct doctor *doctor, const struct cw_provider *provider,
    const char *origin, const char *path, struct web_answer *out)
{
	const struct web web = { .op = doctor->op, .origin = origin };
	const struct web_request request = { .path = path,
		.limit_ms = LIMIT_MS };
	enum cw_err err = web_ask(&web, &request, out);

	note_check(doctor);
	if (err != CW_OK) {
		note_found(doctor, PROVIDER_UNREACHABLE, "%s: %s",
		    provider->name,
		    err == CW_NOTFOUND ? "there is no chinwag-fetch"
				       : "chinwag-fetch failed");
		return false;
	}
	if (out->status == 200)
		return true;
	note_found(doctor, PROVIDER_UNREACHABLE, "%s: %s%s answers %s",
	    provider->name, origin, path,
	    out->error != NULL ? out->error : "with another status than 200");
	return false;
}

/* By what its web server says (RFC 9110 section 5.6.7). */
static void
compare_clocks(struct doctor *doctor, const struct cw_provider *provider,
    const struct web_answer *answer)
{
	const struct web web = { .op = doctor->op };
	const char *date = web_header(&web, answer, "Date");
	struct tm tm = { 0 };
	long long ahead;

	note_check(doctor);
	if (date == NULL ||
	    strptime(date, "%a, %d %b %Y %H:%M:%S GMT", &tm) == NULL)
		return;
	ahead = (long long)timegm(&tm) - cw_clock_now_ms() / 1000;
	if (llabs(ahead) > SKEW_MAX_SEC)
		note_found(doctor, PROVIDER_CLOCK,
		    "%s: its clock is %lld s %s ours", provider->name,
		    llabs(ahead), ahead > 0 ? "ahead of" : "behind");
}

static void
look_at_keys(struct doctor *doctor, const struct cw_provider *provider,
    const struct cw_oidc_places *places)
{
	struct web_answer answer;

	if (!fetch(doctor, provider, places->keys, "", &answer))
		return;
	note_check(doctor);
	if (!cw_id_token_has_key(doctor->op->arena, provider, answer.body))
		note_found(doctor, PROVIDER_KEYS,
		    "%s: %s has no key that signs by %s", provider->name,
		    places->keys, provider->algorithm);
}

static void
look_at_provider(struct doctor *doctor, const struct cw_provider *provider)
{
	const size_t len = strlen(provider->issuer);
	const size_t slash = provider->issuer[len - 1] == '/' ? 1 : 0;
	struct cw_arena *arena = doctor->op->arena;
	struct cw_oidc_places places;
	struct web_answer answer;
	const char *origin, *why;

	origin = cw_arena_copy(arena, provider->issuer, len - slash);
	if (origin == NULL) {
		doctor->is_out_of_memory = true;
		return;
	}
	if (!fetch(doctor, provider, origin,
		"/.well-known/openid-configuration", &answer))
		return;
	compare_clocks(doctor, provider, &answer);
	note_check(doctor);
	if (cw_oidc_places_read(arena, provider, answer.body, &places, &why) !=
	    CW_OK)
		note_found(doctor, PROVIDER_DOCUMENT, "%s: %s", provider->name,
		    why);
	else
		look_at_keys(doctor, provider, &places);
}

void
look_at_providers(struct doctor *doctor, bool is_without_web)
{
	struct cw_providers all;

	if (cw_providers_read(doctor->op->conf, CW_PROVIDERS_ASKED,
		take_problem, doctor, &all) != CW_OK)
		doctor->is_out_of_memory = true;
	for (size_t i = 0; !is_without_web && i < all.list.count; i++)
		look_at_provider(doctor, cw_list_at(&all.list, i));
	cw_providers_clear(&all);
}
