/*
 * fixed PERIOD_MS COMMAND ARGUMENTS
 * The sampler that Forkwatch is compared with: starts a command and reads its /proc/PID/stat at a fixed beat until its
 * end, by one pread of a descriptor that stays open. Prints
 *   cpu_ns samples last_rss_bytes
 * its own CPU time without the start of the command, and the last resident memory that was not 0.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long nanos(clockid_t clock) {
    struct timespec at;
    clock_gettime(clock, &at);
    return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static void sleep_until(long long due) {
    struct timespec at = {due / 1000000000, due % 1000000000};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
}

/* proc(5): state is field 3, rss is field 24, in pages. False when it has ended. */
static int sample(int stat, long *rss_pages) {
    char text[1024];
    char state;
    long pages;
    ssize_t length = pread(stat, text, sizeof text - 1, 0);
    if (length <= 0) {
        return 0;
    }
    text[length] = '\0';
    char *after = strrchr(text, ')');
    if (after == NULL
        || sscanf(after + 2,
                  "%c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %*u %*u %ld", &state,
                  &pages) != 2) {
        return 0;
    }
    if (pages > 0) {
        *rss_pages = pages;
    }
    return state != 'Z' && state != 'X';
}

int main(int count, char **arguments) {
    extern char **environ;
    char path[64];
    pid_t pid;
    if (count < 3 || posix_spawn(&pid, arguments[2], NULL, NULL, arguments + 2, environ) != 0) {
        fprintf(stderr, "fixed: the command cannot be started\n");
        return 2;
    }
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int stat = open(path, O_RDONLY | O_CLOEXEC);
    long long period = atoi(arguments[1]) * 1000000LL;
    long long cpu = nanos(CLOCK_PROCESS_CPUTIME_ID);
    long long due = nanos(CLOCK_MONOTONIC);
    long samples = 0;
    long rss_pages = 0;
    while (sample(stat, &rss_pages)) {
        samples++;
        due += period;
        sleep_until(due);
    }
    cpu = nanos(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    waitpid(pid, NULL, 0);
    printf("%lld %ld %ld\n", cpu, samples, rss_pages * sysconf(_SC_PAGESIZE));
    return 0;
}
