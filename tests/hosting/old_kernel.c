/*
 * Runs a program as Linux 3.2 would: system calls that came later are not
 * there.
 *
 * usage: old_kernel PROGRAM [ARGUMENT ...]
 */

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* On x86-64 calls are numbered in the order in which they came. */
#define LAST_OF_3_2 311 /* process_vm_writev */

static int
forget_later_calls(void)
{
	struct sock_filter steps[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, LAST_OF_3_2, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = { .len = sizeof(steps) / sizeof(steps[0]),
		.filter = steps };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

int
main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: old_kernel PROGRAM [ARGUMENT ...]\n");
		return 64;
	}
	if (forget_later_calls() != 0) {
		fprintf(stderr, "cannot filter system calls: %s\n",
		    strerror(errno));
		return 69;
	}
	execvp(argv[1], argv + 1);
	fprintf(stderr, "cannot run %s: %s\n", argv[1], strerror(errno));
	return 127;
}
