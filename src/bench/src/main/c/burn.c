/*
 * burn LIFE_MS USER_MS SYSTEM_MS BYTES
 * Touches memory, uses so much CPU time in user mode and in the kernel, sleeps for what is left of its life, and prints
 * as its last act what getrusage(2) says of it:
 *   pid utime_us stime_us maxrss_kib
 * It ends with 1: an abnormal end is never left out of the agent's exits.file.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static long user_us(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec;
}

static long system_us(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_stime.tv_sec * 1000000 + usage.ru_stime.tv_usec;
}

static void use_user(long us) {
    volatile unsigned sum = 0;
    while (user_us() < us) {
        for (unsigned i = 0; i < 200000; i++) {
            sum += i;
        }
    }
}

static void use_system(long us) {
    static char zeros[1 << 18];
    int zero = open("/dev/zero", O_RDONLY);
    while (system_us() < us && read(zero, zeros, sizeof zeros) > 0) {
    }
    close(zero);
}

int main(int count, char **arguments) {
    struct timespec end;
    struct rusage usage;
    if (count != 5) {
        return 2;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_nsec += atol(arguments[1]) * 1000000;
    end.tv_sec += end.tv_nsec / 1000000000;
    end.tv_nsec %= 1000000000;
    size_t bytes = strtoull(arguments[4], NULL, 10);
    char *memory = bytes > 0 ? malloc(bytes) : NULL;
    if (memory != NULL) {
        memset(memory, 1, bytes);
    }
    use_user(atol(arguments[2]) * 1000);
    use_system(atol(arguments[3]) * 1000);
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL);
    getrusage(RUSAGE_SELF, &usage);
    dprintf(1, "%d %ld %ld %ld\n", getpid(), usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec,
            usage.ru_stime.tv_sec * 1000000 + usage.ru_stime.tv_usec, usage.ru_maxrss);
    _exit(memory == NULL || memory[bytes / 2] == 1 ? 1 : 3);
}
