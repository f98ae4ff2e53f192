/*
 * children N: N children that sleep until they are killed. Prints their pids, one a line, then an empty line, and stays
 * until its stdin ends. They die with it.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

static void sleep_for_ever(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(STDIN_FILENO);
    if (getppid() != parent) /* It has died before the line above. */
        _exit(0);
    for (;;)
        pause();
}

int main(int count, char **arguments)
{
    long wanted = count > 1 ? strtol(arguments[1], NULL, 10) : 1;
    pid_t self = getpid();
    char order;

    signal(SIGCHLD, SIG_IGN); /* No zombies. */
    for (long i = 0; i < wanted; i++) {
        pid_t pid = fork();
        if (pid == 0)
            sleep_for_ever(self);
        if (pid < 0) {
            perror("fork");
            return 1;
        }
        printf("%d\n", (int) pid);
    }
    printf("\n");
    fflush(stdout);
    while (read(STDIN_FILENO, &order, 1) > 0)
        ;
    return 0;
}
