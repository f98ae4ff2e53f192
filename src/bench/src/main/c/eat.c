/*
 * eat GROUP IDLE_MS BYTES BYTES_PER_SECOND
 * Enters a control group (the path of its cgroup.procs; - for none), idles, then touches memory at a rate, page by page,
 * until it is killed, or has BYTES, which is a failure. A rate of 0: it only idles, and kills itself then.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, STEP = 64 * PAGE };

static int enter(const char *group) {
    int procs;
    if (strcmp(group, "-") == 0) {
        return 1;
    }
    procs = open(group, O_WRONLY);
    return procs >= 0 && write(procs, "0", 1) == 1 && close(procs) == 0;
}

static void sleep_until(const struct timespec *start, double seconds) {
    struct timespec due = *start;
    long nanos = due.tv_nsec + (long) ((seconds - (long) seconds) * 1e9);
    due.tv_sec += (long) seconds + nanos / 1000000000;
    due.tv_nsec = nanos % 1000000000;
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) != 0) {
    }
}

static void fill(char *memory, size_t bytes, double rate) {
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (size_t at = 0; at < bytes; at += PAGE) {
        memory[at] = 1;
        if ((at + PAGE) % STEP == 0) {
            sleep_until(&start, (at + PAGE) / rate);
        }
    }
}

int main(int count, char **arguments) {
    struct timespec start;
    if (count != 5 || !enter(arguments[1])) {
        fprintf(stderr, "eat: cannot enter the group\n");
        return 2;
    }
    clock_gettime(CLOCK_MONOTONIC, &start);
    sleep_until(&start, atoi(arguments[2]) / 1e3);
    double rate = atof(arguments[4]);
    if (rate == 0) {
        raise(SIGKILL);
    }
    size_t bytes = strtoull(arguments[3], NULL, 10);
    char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        return 3;
    }
    fill(memory, bytes, rate);
    return 4; /* nobody killed it */
}
