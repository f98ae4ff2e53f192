package io.forkwatch.e2e.fault;

import java.util.List;

/** Files that are something else, and descriptors that are none. */
final class FileRows {
    private static final String LOG = "log=" + Trial.LOG;
    private static final String ABORTED = "killed by signal 6 \\(SIGABRT\\).*";

    /** A marker of a JVM that cannot be: its pid is beyond the kernel's largest, PID_MAX_LIMIT in linux/threads.h. */
    private static final String MARKER = "umask 77; m=/tmp/forkwatch-$((4194304 + $$))-1; ";

    private static final String THEN = "; \"$@\"; c=$?; rm -rf $m; exit $c";

    /** What is said to nobody is kept beside the marker: it is taken from there. */
    private static final String KEPT =
            " & p=$!; wait $p; c=$?; for m in /tmp/forkwatch-$p-* /dev/shm/forkwatch-$p-*; do"
                    + " [ ! -f $m/log ] || { cat $m/log >>" + Trial.LOG + "; rm -r $m; }; done; exit $c";

    private FileRows() {}

    static List<Fault> rows() {
        return List.of(
                Fault.of("stdin is closed").in("exec \"$@\" <&-"),
                Fault.of("stdout is closed").in("exec \"$@\" >&-"),
                Fault.of("stderr is a null device").in("\"$@\" 2>/dev/null" + KEPT),
                Fault.of("stderr is closed").in("exec \"$@\" 2>&-").options(LOG),
                Fault.of("0, 1 and 2 are closed").in("exec \"$@\" <&- >&- 2>&-").options(LOG),
                Fault.of("stdout and stderr are a broken pipe")
                        .in("mkfifo p; exec 3<>p 4>p 3<&-; exec \"$@\" >&4 2>&4")
                        .options(LOG),
                Fault.of("stdout is full").in("exec \"$@\" >/dev/full"),
                Fault.of("stderr is full").in("\"$@\" 2>/dev/full" + KEPT),
                Fault.of("stdin is a directory").in("exec \"$@\" </"),
                Fault.of("nobody may do anything with new files").in("umask 777; exec \"$@\""),
                Fault.of("files may have no bytes")
                        .in(
                                "mkfifo out err; cat out & cat err >&2 & ulimit -f 0; \"$@\" >out 2>err; c=$?; wait; exit $c")
                        .says(Says.all()
                                .and("trouble in state file: .*File too large.*")
                                .perhaps("trouble in state file: .*File too large.* \\(seen 2 times\\); .*")),
                Fault.of("the log is a directory")
                        .options("log=/")
                        .says(Says.all().and("log=/ cannot be written .*a directory.*stderr instead")),
                Fault.of("the log is full")
                        .options("log=/dev/full")
                        .says(Says.all().and("log=/dev/full cannot be written .*not a regular file.*stderr instead")),
                Fault.of("the file of ends is full")
                        .options("exits.file=/dev/full")
                        .says(Says.all().and("exits.file=/dev/full cannot be written .*not a regular file.*log only")),
                Fault.of("the file of ends is nowhere")
                        .options("exits.file=/nowhere/exits")
                        .says(Says.all().and("exits.file=/nowhere/exits cannot be written .*No such file.*log only")),
                marker("a stale marker with a directory for a state", "mkdir -p $m/state/x"),
                marker("a stale marker with an endless state", "mkdir $m; ln -s /dev/zero $m/state"),
                marker("a stale marker with 2 GiB of state", "mkdir $m; truncate -s 2G $m/state"),
                marker("a stale marker with a garbage of state", "mkdir $m; head -c 99999 /dev/urandom >$m/state"),
                marker("a stale marker that is a link to /etc", "ln -s /etc $m"),
                Fault.of("crash files that are none")
                        .host("crash-files")
                        .says(Says.ends(ABORTED, ABORTED, ABORTED, ABORTED, ABORTED, ABORTED, "exit 5.*")),
                Fault.of("performance data that are none")
                        // Not in the /tmp of others: each JVM that starts opens all of them, and would wait for a FIFO.
                        .whereAllowed("d=/tmp/hsperfdata_$(id -un); mkdir -p -m 755 $d && exec unshare --mount sh -c '"
                                + "mount -t tmpfs -o mode=755 tmpfs $0 || exit 99; exec \"$@\"' $d \"$@\"")
                        .host("perf-data")
                        .says(Says.ends("exit 5.*", "exit 5.*", "exit 5.*", "exit 5.*", "exit 5.*", "exit 5.*")));
    }

    private static Fault marker(String name, String make) {
        return Fault.of(name).in(MARKER + make + THEN);
    }
}
