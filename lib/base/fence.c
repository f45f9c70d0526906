/* The fence: Landlock for files, seccomp for system calls. */

#include "base/fence.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

/* --- files --------------------------------------------------------------- */

/* Rights that came after the first ABI; old headers do not know them. */
#define RIGHT_REFER (1ULL << 13)    /* from ABI 2 */
#define RIGHT_TRUNCATE (1ULL << 14) /* from ABI 3 */

#define RIGHTS_OF_ABI_1 ((1ULL << 13) - 1)

#define RIGHTS_TO_READ \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

/* Of a file that is no directory, only these may be named. */
#define RIGHTS_OF_FILES                                                 \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | \
	    RIGHT_TRUNCATE)

#define RIGHTS_TO_WRITE                                                      \
	(RIGHTS_TO_READ | LANDLOCK_ACCESS_FS_WRITE_FILE |                    \
	    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | \
	    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR |      \
	    RIGHT_REFER | RIGHT_TRUNCATE)

/* All rights that this kernel's Landlock can withhold; 0: it has none. */
static uint64_t
known_rights(void)
{
	const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	if (abi < 1)
		return 0;
	if (abi == 1)
		return RIGHTS_OF_ABI_1;
	if (abi == 2)
		return RIGHTS_OF_ABI_1 | RIGHT_REFER;
	return RIGHTS_OF_ABI_1 | RIGHT_REFER | RIGHT_TRUNCATE;
}

static enum cw_err
failed(const char *what)
{
	cw_log(CW_LOG_ERROR, "cannot raise the fence: %s: %s", what,
	    strerror(errno));
	return CW_SYSTEM;
}

static enum cw_err
open_gate(int ruleset, uint64_t known, const struct cw_fence_gate *gate)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = known &
		    (gate->may_write ? RIGHTS_TO_WRITE : RIGHTS_TO_READ) };
	struct stat about;
	long result;

	rule.parent_fd = open(gate->path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd == -1)
		return errno == ENOENT ? CW_OK : failed(gate->path);
	if (fstat(rule.parent_fd, &about) == 0 && !S_ISDIR(about.st_mode))
		rule.allowed_access &= RIGHTS_OF_FILES;
	result = syscall(SYS_landlock_add_rule, ruleset,
	    LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
	return result == 0 ? CW_OK : failed(gate->path);
}

static enum cw_err
open_gates(int ruleset, uint64_t known, const struct cw_fence_gate *gates,
    size_t count)
{
	enum cw_err err = CW_OK;

	for (size_t i = 0; i < count && err == CW_OK; i++)
		err = open_gate(ruleset, known, &gates[i]);
	if (err != CW_OK)
		return err;
	if (syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
		return failed("landlock_restrict_self");
	return CW_OK;
}

static enum cw_err
fence_files(const struct cw_fence_gate *gates, size_t count, unsigned *raised)
{
	const struct landlock_ruleset_attr all = { .handled_access_fs =
						       known_rights() };
	enum cw_err err;
	int ruleset;

	if (all.handled_access_fs == 0)
		return CW_OK;
	ruleset =
	    (int)syscall(SYS_landlock_create_ruleset, &all, sizeof(all), 0);
	if (ruleset == -1)
		return failed("landlock_create_ruleset");
	err = open_gates(ruleset, all.handled_access_fs, gates, count);
	close(ruleset);
	if (err == CW_OK)
		*raised |= CW_FENCE_FILES;
	return err;
}

/* --- system calls -------------------------------------------------------- */

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#define ARCHITECTURE 0 /* no filter */
#endif

/* Numbers of the x32 ABI, which are other calls' names for the same. */
#define X32_FIRST 0x40000000

/* To start programs, to reach others or the network, to change the system. */
static const unsigned forbidden[] = {
#ifdef SYS_fork
	SYS_fork,
	SYS_vfork,
#endif
	SYS_execve,
	SYS_execveat,
	SYS_ptrace,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_socket,
	SYS_socketpair,
	SYS_connect,
	SYS_bind,
	SYS_listen,
	SYS_mount,
	SYS_umount2,
	SYS_pivot_root,
	SYS_chroot,
	SYS_setns,
	SYS_unshare,
	SYS_bpf,
	SYS_perf_event_open,
	SYS_userfaultfd,
	SYS_io_uring_setup,
	SYS_open_by_handle_at,
	SYS_keyctl,
	SYS_add_key,
	SYS_request_key,
	SYS_init_module,
	SYS_finit_module,
	SYS_delete_module,
	SYS_kexec_load,
	SYS_reboot,
	SYS_swapon,
	SYS_settimeofday,
	SYS_clock_settime,
	SYS_setuid,
	SYS_setgid,
	SYS_setreuid,
	SYS_setresuid,
};

#define LOAD(member)                       \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, \
	    offsetof(struct seccomp_data, member))
#define ANSWER(value) BPF_STMT(BPF_RET | BPF_K, (value))
#define UNLESS_EQUAL(value, skip) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (skip))

#define STEPS_MAX (2 * CW_LEN(forbidden) + 16)

/*
 * The filter, a program for the kernel's machine: the call's number is compared
 * with one after the other.  Threads may be made, processes not; clone3(2)
 * hides which is meant, so there is none, and the C library takes clone(2).
 */
static size_t
write_filter(struct sock_filter steps[])
{
	const struct sock_filter begin[] = {
		LOAD(arch),
		UNLESS_EQUAL(ARCHITECTURE, 2),
		LOAD(nr),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32_FIRST, 0, 1),
		ANSWER(SECCOMP_RET_KILL_PROCESS),
		UNLESS_EQUAL(SYS_clone3, 1),
		ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
	};
	const struct sock_filter end[] = {
		UNLESS_EQUAL(SYS_clone, 2),
		LOAD(args[0]),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1),
		ANSWER(SECCOMP_RET_ALLOW),
		ANSWER(SECCOMP_RET_ERRNO | EPERM),
	};
	size_t count = 0;

	memcpy(steps, begin, sizeof(begin));
	count = CW_LEN(begin);
	for (size_t i = 0; i < CW_LEN(forbidden); i++) {
		steps[count++] =
		    (struct sock_filter)UNLESS_EQUAL((unsigned)forbidden[i], 1);
		steps[count++] =
		    (struct sock_filter)ANSWER(SECCOMP_RET_ERRNO | EPERM);
	}
	memcpy(steps + count, end, sizeof(end));
	return count + CW_LEN(end);
}

static enum cw_err
fence_calls(unsigned *raised)
{
	struct sock_filter steps[STEPS_MAX];
	struct sock_fprog filter = { .filter = steps };

	if (ARCHITECTURE == 0)
		return CW_OK;
	filter.len = (unsigned short)write_filter(steps);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0) {
		*raised |= CW_FENCE_CALLS;
		return CW_OK;
	}
	/* A kernel without filters, or a host that forbids them. */
	if (errno == EINVAL || errno == EACCES || errno == ENOSYS)
		return CW_OK;
	return failed("seccomp");
}

enum cw_err
cw_fence_raise(const struct cw_fence_gate *gates, size_t count,
    unsigned *raised)
{
	unsigned parts = 0;
	enum cw_err err;

	/* Both ask for it: what is started later gets no rights of its own. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
		*raised = 0;
		return CW_OK;
	}
	err = fence_files(gates, count, &parts);
	if (err == CW_OK)
		err = fence_calls(&parts);
	if (err == CW_OK)
		*raised = parts;
	return err;
}
