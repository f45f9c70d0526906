/*
 * Does comparing two hashes take longer, the later they differ?  A million
 * pairs, which are the same or differ at once, by chance, and Welch's t of the
 * times: beyond 4.5 it is no chance.
 */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/crypto.h"
#include "base/random.h"

#define PAIRS 1000000
#define TIMES 64 /* a pair, since once is quicker than the clock */

/* Running mean and spread, as Welford does it. */
struct sums {
	double count, mean, squares;
};

static void
add(struct sums *sums, double value)
{
	double off = value - sums->mean;

	sums->count++;
	sums->mean += off / sums->count;
	sums->squares += off * (value - sums->mean);
}

static double
now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

/* What is slower by far was somebody else's doing. */
static double
measure(const unsigned char *a, const unsigned char *b)
{
	static volatile int same;
	double began = now_ns();

	for (int i = 0; i < TIMES; i++)
		same += cw_crypto_equal(a, b, CW_HASH_BYTES);
	return now_ns() - began;
}

static double
welch(const struct sums *a, const struct sums *b)
{
	return (a->mean - b->mean) /
	    sqrt(a->squares / (a->count - 1) / a->count +
		b->squares / (b->count - 1) / b->count);
}

int
main(void)
{
	unsigned char a[CW_HASH_BYTES], b[CW_HASH_BYTES];
	struct sums sums[2];
	double usual = 0, took;

	memset(sums, 0, sizeof(sums));
	for (int i = 0; i < PAIRS; i++) {
		if (cw_random_bytes(a, sizeof(a)) != CW_OK)
			return 1;
		memcpy(b, a, sizeof(b));
		b[0] ^= a[1] & 1;
		took = measure(a, b);
		if (i < 1000)
			usual = i == 0 || took < usual ? took : usual;
		else if (took < 3 * usual)
			add(&sums[a[1] & 1], took);
	}
	printf("{ \"t\": %.3f, \"same\": %.2f, \"other\": %.2f }\n",
	    welch(&sums[0], &sums[1]), sums[0].mean, sums[1].mean);
	return 0;
}
