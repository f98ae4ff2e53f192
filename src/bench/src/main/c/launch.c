/*
 * Launches the command of its arguments as often as each line on stdin says, one after the other, and answers each line
 * with the means of
 *   wall_ns cpu_us delay_ns exit_ns maxrss_kib
 * The command prints "main NS" when its main begins and "end NS" when that ends, both on CLOCK_MONOTONIC: the delay is
 * from just before the start to the one, the exit is from the other to the return of the wait. CPU and memory are those
 * of wait4(2). This program is small and static because a child inherits the high-water mark of what it was forked from.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct launch {
    double wall_ns, cpu_us, delay_ns, exit_ns, maxrss_kib;
};

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * 1e9 + at.tv_nsec;
}

static void fail(const char *what) {
    fprintf(stderr, "launch: %s\n", what);
    exit(1);
}

static double micros(struct timeval time) {
    return time.tv_sec * 1e6 + time.tv_usec;
}

static double stamp(const char *said, const char *name) {
    const char *at = strstr(said, name);
    if (at == NULL || (at != said && at[-1] != '\n')) {
        fail("the command does not say when its main began and ended");
    }
    return strtod(at + strlen(name), NULL);
}

static pid_t start(char **command, int *output) {
    extern char **environ;
    int ends[2];
    posix_spawn_file_actions_t actions;
    pid_t pid;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        fail("no pipe");
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0); /* agents talk there */
    if (posix_spawn(&pid, command[0], &actions, NULL, command, environ) != 0) {
        fail("the command cannot be started");
    }
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    *output = ends[0];
    return pid;
}

static void listen_to(int output, char *said, size_t room) {
    size_t length = 0;
    ssize_t got;
    while (length + 1 < room && (got = read(output, said + length, room - length - 1)) > 0) {
        length += got;
    }
    said[length] = '\0';
    close(output);
}

static void launch(char **command, struct launch *sum) {
    char said[65536];
    int output, status;
    struct rusage usage;
    double began = now();
    pid_t pid = start(command, &output);
    listen_to(output, said, sizeof said);
    if (wait4(pid, &status, 0, &usage) != pid) {
        fail("no child to wait for");
    }
    double ended = now();
    if (status != 0) {
        fail("the command failed");
    }
    sum->wall_ns += ended - began;
    sum->cpu_us += micros(usage.ru_utime) + micros(usage.ru_stime);
    sum->delay_ns += stamp(said, "main ") - began;
    sum->exit_ns += ended - stamp(said, "end ");
    sum->maxrss_kib += usage.ru_maxrss;
}

int main(int count, char **arguments) {
    char order[32];
    if (count < 2) {
        fail("usage: launch COMMAND ARGUMENTS");
    }
    while (fgets(order, sizeof order, stdin) != NULL) {
        int times = atoi(order);
        struct launch sum = {0};
        for (int i = 0; i < times; i++) {
            launch(arguments + 1, &sum);
        }
        printf("%.0f %.0f %.0f %.0f %.0f\n", sum.wall_ns / times, sum.cpu_us / times, sum.delay_ns / times,
               sum.exit_ns / times, sum.maxrss_kib / times);
        fflush(stdout);
    }
    return 0;
}
