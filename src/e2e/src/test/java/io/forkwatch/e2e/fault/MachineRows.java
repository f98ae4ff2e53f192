package io.forkwatch.e2e.fault;

import java.nio.file.Path;
import java.util.List;

/** Systems that give less than usual, or something else. */
final class MachineRows {
    private static final Path RESOURCES = Path.of("src/test/resources/fault").toAbsolutePath();
    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    /** JVMs of the same pid in several namespaces would meet in /tmp, and say so. */
    private static final String OWN_PERF_DATA = "-XX:+PerfDisableSharedMem";

    /** A user that nobody else is: in a pid namespace of its own Forkwatch would tidy up the markers of its own user. */
    private static final String AS_STRANGER = "setpriv --reuid=$STRANGER --regid=65534 --clear-groups \"$@\"";

    private static final String STRANGER = "export STRANGER=$((5000000 + $$)); ";

    private static final String READ_ONLY = "trouble in marker: .*Read-only file system.*";

    private MachineRows() {}

    static List<Fault> rows() {
        return List.of(
                Fault.of("40 descriptors").in("ulimit -n 40; exec \"$@\""),
                Fault.of("stopped for a second")
                        .in("\"$@\" & p=$!; sleep 0.6; kill -STOP $p; sleep 1; kill -CONT $p; wait $p"),
                Fault.of("locale C in UTF-8's place").in("LC_ALL=C LANG=C exec \"$@\""),
                Fault.of("an empty environment").in("exec env -i \"$@\""),
                Fault.of("signals are ignored").in("trap '' CHLD PIPE HUP INT TERM; exec \"$@\""),
                Fault.of("a stack without a limit").in("ulimit -s unlimited; exec \"$@\""),
                Fault.of("the last in the queue for the CPU").in("exec nice -n 19 \"$@\""),
                Fault.of("40 processes and threads of its user")
                        .whereAllowed("exec setpriv --reuid=$((5000000 + $$)) --regid=65534 --clear-groups"
                                + " sh -c 'ulimit -u 40; exec \"$@\"' sh \"$@\"")
                        .with("-XX:+UseSerialGC", "-XX:CICompilerCount=2"),
                Fault.of("a user namespace").whereAllowed("exec unshare --user --map-root-user \"$@\""),
                Fault.of("a time namespace a day ahead")
                        .whereAllowed("exec unshare --time --monotonic 86400 --boottime 86400 \"$@\""),
                Fault.of("process 1")
                        .whereAllowed(STRANGER + "exec unshare --pid --fork --mount-proc --kill-child " + AS_STRANGER)
                        .with(OWN_PERF_DATA),
                Fault.of("nobody").whereAllowed("exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\""),
                Fault.of("processes of others are hidden")
                        .whereAllowed(STRANGER
                                + inMounts(
                                        "--pid --fork",
                                        "mount -t proc -o hidepid=2 proc /proc",
                                        AS_STRANGER + "; exit $?"))
                        .with(OWN_PERF_DATA),
                Fault.of("300 pids for 400 children, one after the other")
                        .whereAllowed(STRANGER
                                + inMounts(
                                        "--pid --fork --mount-proc",
                                        "[ \"$(printf \"6.14\\n$(uname -r)\\n\" | sort -V | head -n 1)\" = 6.14 ]"
                                                + " && echo 400 >/proc/sys/kernel/pid_max",
                                        AS_STRANGER + "; exit $?"))
                        .with(OWN_PERF_DATA)
                        .host("churn")
                        .says(Says.ends("exit 5.*")),
                Fault.of("/tmp and /dev/shm are read-only")
                        .whereAllowed(inMounts(
                                "",
                                "mount -t tmpfs -o ro tmpfs /dev/shm && mount --bind /tmp /tmp && mount -o remount,bind,ro /tmp",
                                "exec \"$@\""))
                        .says(Says.all().and(READ_ONLY)),
                Fault.of("a read-only root without /tmp")
                        .whereAllowed(
                                "exec unshare --mount sh " + RESOURCES + "/read-only-root.sh " + PROJECT + " \"$@\"")
                        .says(Says.all().and(READ_ONLY)),
                unread("terminal", "stderr is a terminal that is stopped, as with Ctrl-S"),
                unread("socket", "stderr is a socket that is full and that nobody reads"),
                Fault.of("somebody removes its marker")
                        .in("\"$@\" & p=$!; sleep 0.6; rm -rf /tmp/forkwatch-$p-*; wait $p"),
                preloaded("mmap", "mmap has no memory for our threads")
                        // What the JVM itself says of it is not for stdout, which is compared.
                        .with("-Xlog:os+thread=off")
                        .says(Says.allButThePort("no thread for the port")),
                preloaded("kmsg", "the kernel's log overwrites what was to be read"),
                preloaded("kmsg-always", "the kernel's log overwrites faster than it is read"),
                preloaded("clock", "the clock is set forward and back"),
                Fault.of("Zero, a JVM without a compiler")
                        .in("exec sh " + RESOURCES + "/zero.sh \"$@\"")
                        .with("-zero")
                        .on(jdk -> jdk.feature() == 17));
    }

    private static String inMounts(String more, String make, String run) {
        return "exec unshare --mount " + more + " sh -c '" + make + " || exit 99; " + run + "' sh \"$@\"";
    }

    /** The host says nothing itself: it would wait without us, too. */
    private static Fault unread(String what, String name) {
        return Fault.of(name)
                .whereAllowed("exec python3 " + RESOURCES + "/unread.py " + what + " \"$@\"")
                .host("no-stderr")
                .says(Says.nothing());
    }

    /** With calls of the C library that fail, where there is a compiler for what makes them. */
    private static Fault preloaded(String fault, String name) {
        return Fault.of(name)
                .whereAllowed("cc -shared -fPIC -o shim.so " + RESOURCES + "/shim.c || exit 1;" + " export SHIM_FAULT="
                        + fault + "; LD_PRELOAD=$PWD/shim.so exec \"$@\"");
    }
}
