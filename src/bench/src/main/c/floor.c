/*
 * floor MODE [PID ...]: what the kernel charges for a look at processes, with as little around it as possible.
 *
 *   held   keeps a descriptor of each /proc/<pid>/stat: one pread(2) a process and tick, parsed
 *   anew   open, read and close of each /proc/<pid>/stat, parsed
 *   scan   lists /proc; open, read and close of the stat of every process there is, parsed
 *   list   lists /proc and reads nothing
 *
 * Each line of stdin is a number of ticks to do at once; the answer is the CPU time that they took in nanoseconds, the
 * number of processes of the last one, and their summed pages. Its system calls besides: two a line, and two of the clock.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct sample {
    uint64_t utime, stime, threads, starttime, rss;
};

static int *held;
static long *pids;
static int followed;
static volatile uint64_t pages; /* Keeps the parsing from being optimized away. */
static long seen;

static uint64_t cpu_nanos(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

/* The fields that Forkwatch takes: 14, 15, 20, 22 and 24 of proc_pid_stat(5). */
static int parse(const char *text, ssize_t length, struct sample *into)
{
    const char *at = memrchr(text, ')', (size_t) length);
    const char *end = text + length;
    int field = 2;

    if (at == NULL)
        return -1;
    for (at++; at < end && field < 24; at++) {
        uint64_t number = 0;
        field++;
        for (at++; at < end && *at != ' ' && *at != '\n'; at++)
            number = number * 10 + (uint64_t) (*at - '0');
        at--;
        switch (field) {
        case 14: into->utime = number; break;
        case 15: into->stime = number; break;
        case 20: into->threads = number; break;
        case 22: into->starttime = number; break;
        case 24: into->rss = number; break;
        }
    }
    return field == 24 ? 0 : -1;
}

static void take(const char *text, ssize_t length)
{
    struct sample sample = {0};
    if (length > 0 && parse(text, length, &sample) == 0) {
        pages += sample.rss;
        seen++;
    }
}

static int open_stat(long pid)
{
    char name[32];
    snprintf(name, sizeof name, "/proc/%ld/stat", pid);
    return open(name, O_RDONLY | O_CLOEXEC);
}

static void tick_held(void)
{
    char text[4096];
    for (int i = 0; i < followed; i++)
        take(text, pread(held[i], text, sizeof text, 0));
}

static void look_anew(long pid)
{
    char text[4096];
    int fd = open_stat(pid);
    if (fd < 0)
        return;
    take(text, read(fd, text, sizeof text));
    close(fd);
}

static void tick_anew(void)
{
    for (int i = 0; i < followed; i++)
        look_anew(pids[i]);
}

struct entry { /* getdents64(2) */
    uint64_t inode;
    int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

static void list(int and_look)
{
    static char entries[32768] __attribute__((aligned(8)));
    int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    long length;

    while ((length = syscall(SYS_getdents64, proc, entries, sizeof entries)) > 0) {
        for (long at = 0; at < length;) {
            struct entry *entry = (struct entry *) (entries + at);
            at += entry->length;
            if (entry->name[0] < '0' || entry->name[0] > '9')
                continue;
            if (and_look)
                look_anew(strtol(entry->name, NULL, 10));
            else
                seen++;
        }
    }
    close(proc);
}

static void tick_scan(void) { list(1); }

static void tick_list(void) { list(0); }

static void (*tick_of(const char *mode))(void)
{
    if (strcmp(mode, "held") == 0)
        return tick_held;
    if (strcmp(mode, "anew") == 0)
        return tick_anew;
    if (strcmp(mode, "scan") == 0)
        return tick_scan;
    return strcmp(mode, "list") == 0 ? tick_list : NULL;
}

static void follow(int count, char **numbers, int hold)
{
    pids = calloc((size_t) count + 1, sizeof *pids);
    held = calloc((size_t) count + 1, sizeof *held);
    for (followed = 0; followed < count; followed++) {
        pids[followed] = strtol(numbers[followed], NULL, 10);
        if (hold && (held[followed] = open_stat(pids[followed])) < 0) {
            perror("open");
            exit(1);
        }
    }
}

int main(int count, char **arguments)
{
    char order[32];
    void (*tick)(void) = count > 1 ? tick_of(arguments[1]) : NULL;

    if (tick == NULL) {
        fprintf(stderr, "usage: floor held|anew|scan|list [PID ...]\n");
        return 2;
    }
    follow(count - 2, arguments + 2, tick == tick_held);
    while (fgets(order, sizeof order, stdin) != NULL) {
        long ticks = strtol(order, NULL, 10);
        uint64_t before = cpu_nanos();
        for (long i = 0; i < ticks; i++) {
            seen = 0;
            tick();
        }
        printf("%llu %ld %llu\n", (unsigned long long) (cpu_nanos() - before), seen, (unsigned long long) pages);
        fflush(stdout);
    }
    return 0;
}
