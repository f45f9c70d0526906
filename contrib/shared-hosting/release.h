/* What this program is, for comparing with the files around it. */

#ifndef SHARED_HOSTING_RELEASE_H
#define SHARED_HOSTING_RELEASE_H

#include "config.h"

#define RELEASE_VERSION PACKAGE_VERSION

#if defined(__x86_64__)
#define RELEASE_MACHINE "x86_64"
#elif defined(__aarch64__)
#define RELEASE_MACHINE "aarch64"
#else
#define RELEASE_MACHINE "other"
#endif

#endif
