/*
 * Calls of the C library that fail as the variable SHIM_FAULT says, in a program of the name java; for LD_PRELOAD.
 *   mmap         ENOMEM for the threads of Forkwatch: no more threads, libraries or metaspace
 *   kmsg         EPIPE from the kernel's log for every second read, as where records were overwritten
 *   kmsg-always  EPIPE from the kernel's log for each read
 *   clock        the clock of the wall an hour ahead from 0.4 s on, an hour behind from 0.8 s on
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const char *fault = "";
static struct timespec began;

__attribute__((constructor)) static void begin(void) {
  const char *value = getenv("SHIM_FAULT");
  if (value != NULL && strcmp(program_invocation_short_name, "java") == 0) {
    fault = value;
  }
  syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &began);
}

/* From here on the kernel has no memory for new mappings of this thread; those at a fixed address were reserved before. */
static void refuse_mappings(void) {
  struct sock_filter filter[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 3),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[3])),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MAP_FIXED, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOMEM),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    abort();
  }
}

/* The JVM names its threads, each by itself, before it runs anything of Java. */
int pthread_setname_np(pthread_t thread, const char *name) {
  if (strcmp(fault, "mmap") == 0 && strncmp(name, "forkwatch", 9) == 0) {
    refuse_mappings();
  }
  return pthread_equal(thread, pthread_self()) ? prctl(PR_SET_NAME, name) : 0;
}

static int is_kernel_log(int fd) {
  struct stat status;
  return fstat(fd, &status) == 0 && S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 11);
}

ssize_t read(int fd, void *buffer, size_t length) {
  static int reads;
  if (strncmp(fault, "kmsg", 4) == 0 && is_kernel_log(fd) && (reads++ % 2 == 0 || strcmp(fault, "kmsg-always") == 0)) {
    errno = EPIPE;
    return -1;
  }
  return syscall(SYS_read, fd, buffer, length);
}

static time_t off_by(void) {
  struct timespec now;
  syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
  long millis = (now.tv_sec - began.tv_sec) * 1000 + (now.tv_nsec - began.tv_nsec) / 1000000;
  return millis < 400 ? 0 : millis < 800 ? 3600 : -3600;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = syscall(SYS_clock_gettime, clock, time);
  if (result == 0 && clock == CLOCK_REALTIME && strcmp(fault, "clock") == 0) {
    time->tv_sec += off_by();
  }
  return result;
}

int gettimeofday(struct timeval *time, void *zone) {
  struct timespec now;
  (void) zone;
  int result = clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return result;
}
