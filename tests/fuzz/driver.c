/*
 * Runs a fuzz target over its corpus, without a fuzzer: the program NAME_corpus
 * takes the files below $srcdir/tests/fuzz/corpus/NAME, or those it is given.
 */

#include <dirent.h>
#include <limits.h>
#include <string.h>

#include "fuzz/fuzz.h"

#define INPUT_MAX_BYTES (1024 * 1024)

static int
run_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes = malloc(INPUT_MAX_BYTES);
	uint8_t *exact;
	size_t len;

	if (file == NULL || bytes == NULL) {
		fprintf(stderr, "cannot read %s\n", path);
		exit(1);
	}
	len = fread(bytes, 1, INPUT_MAX_BYTES, file);
	fclose(file);
	/* Memory of its size, so that a step over its end is seen. */
	exact = malloc(len == 0 ? 1 : len);
	if (exact == NULL)
		exit(1);
	memcpy(exact, bytes, len);
	LLVMFuzzerTestOneInput(exact, len);
	free(exact);
	free(bytes);
	return 1;
}

static int
run_directory(const char *directory)
{
	DIR *dir = opendir(directory);
	struct dirent *entry;
	char path[PATH_MAX];
	int count = 0;

	if (dir == NULL) {
		fprintf(stderr, "cannot open %s\n", directory);
		exit(1);
	}
	for (entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
		if (entry->d_name[0] == '.')
			continue;
		if ((size_t)snprintf(path, sizeof(path), "%s/%s", directory,
			entry->d_name) >= sizeof(path))
			exit(1);
		count += run_file(path);
	}
	closedir(dir);
	return count;
}

int
main(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/');
	const char *name = slash == NULL ? argv[0] : slash + 1;
	const char *source = getenv("srcdir");
	char directory[PATH_MAX];
	int count = 0;

	for (int i = 1; i < argc; i++)
		count += run_file(argv[i]);
	if (argc == 1) {
		(void)snprintf(directory, sizeof(directory),
		    "%s/tests/fuzz/corpus/%.*s", source == NULL ? "." : source,
		    (int)strcspn(name, "_"), name);
		count = run_directory(directory);
	}
	printf("%s: %d inputs\n", name, count);
	return count > 0 ? 0 : 1;
}
