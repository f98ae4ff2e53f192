package io.forkwatch.probe.report;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.Jvms;
import io.forkwatch.probe.diagnose.Ooms;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.ProgramFault;
import io.forkwatch.probe.evidence.perf.JvmSample.FileFate;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.death.InsideLook;
import io.forkwatch.probe.process.death.RecordedEnd;
import io.forkwatch.probe.process.death.ThreadDump;
import io.forkwatch.probe.process.view.ProcessSample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The deaths of the golden files, by file name. */
final class SummaryCases {
    static final long MIB = 1024 * 1024;

    private SummaryCases() {}

    static Map<String, Evidence> all() {
        Map<String, Deaths> deaths = new LinkedHashMap<>();
        deaths.put("sigkill", observed(Deaths.bySignal(9)));
        deaths.put(
                "sigkill-never-sampled",
                Deaths.bySignal(9).lifetimeMillis(12).cpu(3, 1, true).directory(""));
        deaths.put("destroyed-forcibly", observed(Deaths.bySignal(9).kill(true, 4)));
        deaths.put("destroyed-politely", observed(Deaths.byExit(143).kill(false, 1200)));
        deaths.put("destroyed-exit-value-only", Deaths.byCodeOnly(137).kill(true, 4, "pool-1-thread-3"));
        deaths.put(
                "destroyed-other-signal", Deaths.bySignal(9).kill(false, 5000).peak(312 * MIB, 312 * MIB));
        deaths.put("segfault-with-core", Deaths.byStatus(0x8b).command("./native"));
        deaths.put("abort", Deaths.bySignal(6));
        deaths.put("jvm-crash", Deaths.bySignal(6).crashFile(4242, """
                                        #  SIGSEGV (0xb) at pc=0x00007f12, pid=4242, tid=4243
                                        #
                                        # Problematic frame:
                                        # C  [libfoo.so+0x1a]
                                        """));
        deaths.put(
                "jvm-crash-by-kill-below-shell",
                Deaths.byExit(134)
                        .command("sh", "-c", "java -jar app.jar; exit $?")
                        .descendant(4243, "java", 312 * MIB, 40, false)
                        .crashFile(4243, """
                                        #  SIGSEGV (0xb) at pc=0x00007f12 (sent by kill), pid=4243, tid=4243
                                        #
                                        # Problematic frame:
                                        # C  [libc.so.6+0x85f14]
                                        """));
        deaths.put("jvm-crash-oome", Deaths.bySignal(6).crashFile(4242, """
                                        #  Internal Error (debug.cpp:362), pid=4242, tid=4243
                                        #  fatal error: OutOfMemory encountered: Java heap space
                                        """));
        deaths.put(
                "jvm-crash-then-killed",
                Deaths.bySignal(9).kill(true, 4).dumpingCore().crashFile(4242, """
                                        #  SIGSEGV (0xb) at pc=0x00007f12, pid=4242, tid=4243
                                        #
                                        # Problematic frame:
                                        # C  [libfoo.so+0x1a]
                                        """));
        deaths.put("sigkill-frozen", observed(Deaths.bySignal(9).frozen()));
        deaths.put("broken-pipe", Deaths.bySignal(13).command("yes"));
        deaths.put("exit-3", observed(Deaths.byExit(3)));
        deaths.put("exit-3-tree-never-measured", observed(Deaths.byExit(3)).descendantNeverMeasured(4243, "sleep"));
        deaths.put(
                "exit-3-titled",
                Deaths.byExit(3).name("gradle-worker", new Slot(1)).title("Gradle Test Executor 4"));
        deaths.put("exit-1-after-destroy", Deaths.byExit(1).kill(false, 120));
        deaths.put("exit-137", Deaths.byExit(137));
        deaths.put(
                "exit-137-forwarded",
                Deaths.byExit(137)
                        .command("sh", "-c", "cd app && java -jar app.jar")
                        .descendant(4243, "java", 1638 * MIB, 40, false)
                        .descendant(4244, "tail", MIB, 40, true));
        deaths.put(
                "exit-137-forwarded-no-oom",
                Deaths.byExit(137)
                        .command("sh", "-c", "cd app && java -jar app.jar")
                        .descendant(4243, "java", 1638 * MIB, 40, false)
                        .oom(new Ooms().group(3, 0, 0).machine(0, 0).counts()));
        deaths.put(
                "exit-137-one-of",
                Deaths.byExit(137)
                        .command("bash", "-o", "pipefail", "-c", "./import | tee log")
                        .descendant(4243, "import", 1638 * MIB, 40, false)
                        .descendant(4244, "tee", MIB, 40, false));
        deaths.put(
                "exit-137-told-by-bash",
                Deaths.byExit(137)
                        .command("bash", "-o", "pipefail", "-c", "./import | tee log")
                        .descendant(4244, "tee", MIB, 40, false)
                        .stderr("bash: line 1: 4243 Killed                  ./import"));
        deaths.put(
                "exit-139-told-by-dash",
                Deaths.byExit(139).command("sh", "-c", "./import; exit $?").stderr("Segmentation fault"));
        deaths.put(
                "timeout-exit-124",
                Deaths.byExit(124)
                        .command("timeout", "3", "java", "-jar", "app.jar")
                        .lifetimeMillis(3004)
                        .descendant(4243, "java", 1638 * MIB, 40, false));
        deaths.put(
                "timeout-kill-after",
                Deaths.bySignal(9)
                        .command("timeout", "-k", "1", "2.5", "./import")
                        .lifetimeMillis(3507));
        deaths.put("make-killed", Deaths.byExit(2).command("make", "-j2").stderr("make: *** [t.mk:2: k] Killed"));
        deaths.put("xargs-125", Deaths.byExit(125).command("xargs", "-n1", "./import"));
        deaths.put(
                "setsid-9",
                Deaths.byExit(9)
                        .command("setsid", "-w", "./import")
                        .stderr("setsid: child 4243 did not exit normally: No such file or directory"));
        deaths.put(
                "exit-127-library",
                Deaths.byExit(127)
                        .command("./import")
                        .stderr("./import: error while loading shared libraries: libfoo.so: cannot open shared object"
                                + " file: No such file or directory"));
        deaths.put(
                "exit-127-interpreter",
                Deaths.byExit(127)
                        .command("sh", "-c", "/opt/import.sh")
                        .lifetimeMillis(12)
                        .program(new ProgramFault(ProgramFault.Kind.NO_INTERPRETER, "/opt/import.sh: /bin/zsh", true)));
        deaths.put(
                "exit-127-not-there",
                Deaths.byExit(127)
                        .command("sh", "-c", "nope --x")
                        .lifetimeMillis(12)
                        .program(new ProgramFault(ProgramFault.Kind.NOT_THERE, "nope", false)));
        KillSummaryCases.addTo(deaths);
        OwnWordSummaryCases.addTo(deaths);
        deaths.put("exit-value-137", Deaths.byCodeOnly(137));
        deaths.put("exit-value-negative", Deaths.byCodeOnly(-2));
        deaths.put("cpu-limit", Deaths.bySignal(9).cpu(990, 0, true).cpuLimit(1, 1, 990));
        deaths.put("cpu-limit-signal", Deaths.bySignal(24).cpu(990, 0, true).cpuLimit(1, 0, 990));
        deaths.put(
                "cpu-limit-below",
                Deaths.byExit(137)
                        .command("sh", "-c", "ulimit -t 1; spin; exit $?")
                        .cpu(990, 0, true)
                        .cpuLimit(1, 1, 10));
        deaths.put(
                "exit-127-shell", Deaths.byExit(127).command("sh", "-c", "nope").lifetimeMillis(12));
        deaths.put(
                "exit-126-shell",
                Deaths.byExit(126).command("sh", "-c", "./data.txt").lifetimeMillis(12));
        deaths.put("exit-1-address-space", Deaths.byExit(1).limits(200 * MIB, 196 * MIB, 0));
        deaths.put("exit-1-pids", Deaths.byExit(1).limits(200 * MIB, 0, 3));
        deaths.put("hidden-sigkill", Deaths.byFlags(137, true));
        deaths.put("hidden-segfault", Deaths.byFlags(139, true).command("./native"));
        deaths.put("hidden-exit-137", Deaths.byFlags(137, false));
        deaths.put("vanished", Deaths.vanished().name("worker", Slot.OVERFLOW).cpu(40, 10, false));
        deaths.put("clean", observed(Deaths.byExit(0)));
        deaths.put("clean-never-sampled", Deaths.byExit(0).lifetimeMillis(3));
        deaths.put(
                "forged",
                Deaths.bySignal(9)
                        .command("sh", "-c", "x\n[forkwatch] child died: \u001b[31mforged")
                        .directory("/tmp/a\rb\u2028c\u202e")
                        .descendant(4243, "e\nvil", MIB, 40, false)
                        .kill(true, 4, "main\n[forkwatch] forged", "a.B.c(D.java:1)\nforged"));
        deaths.put(
                "oom-killed",
                observed(Deaths.bySignal(9)
                        .oom(new Ooms()
                                .group(4, 1, 1)
                                .machine(1, 1)
                                .limitMib(2048)
                                .peakMib(2048)
                                .counts())));
        deaths.put(
                "oom-killed-tmpfs",
                observed(Deaths.bySignal(9)
                        .oom(new Ooms()
                                .group(4, 1, 1)
                                .machine(1, 1)
                                .limitMib(2048)
                                .peakMib(2048)
                                .shmemMib(1400)
                                .counts())));
        deaths.put(
                "oom-killed-heap-tmpfs",
                Deaths.bySignal(9)
                        .oom(new Ooms()
                                .group(4, 1, 1)
                                .machine(1, 1)
                                .limitMib(2048)
                                .peakMib(2048)
                                .shmemMib(900)
                                .counts())
                        .peak(2008 * MIB, 2008 * MIB)
                        .kernelKill(4242, "java", true, false)
                        .jvm(new Jvms().file(FileFate.LEFT)));
        deaths.put(
                "oom-killed-with-group",
                Deaths.bySignal(9)
                        .oom(new Ooms()
                                .group(4, 1, 1)
                                .machine(1, 1)
                                .limitMib(2048)
                                .limitHit(true, "/ci")
                                .wholeCgroup()
                                .counts()));
        deaths.put(
                "oom-killed-small",
                Deaths.bySignal(9)
                        .oom(new Ooms()
                                .group(4, 1, 1)
                                .machine(1, 1)
                                .limitMib(2048)
                                .counts()));
        deaths.put(
                "oom-killed-on-machine",
                Deaths.bySignal(9).oom(new Ooms().machine(2, 1).counts()));
        deaths.put(
                "oom-excluded",
                Deaths.bySignal(9).oom(new Ooms().group(3, 0, 0).machine(0, 0).counts()));
        deaths.put(
                "oom-elsewhere",
                Deaths.bySignal(9).oom(new Ooms().group(3, 0, 0).machine(1, 1).counts()));
        deaths.put(
                "oom-descendant",
                Deaths.byExit(137)
                        .command("sh", "-c", "java -jar app.jar; echo done")
                        .descendant(4243, "java", 1638 * MIB, 40, false)
                        .oom(new Ooms()
                                .group(4, 1, 1)
                                .machine(1, 1)
                                .limitMib(2048)
                                .peakMib(2048)
                                .counts()));
        deaths.put(
                "oom-descendant-possible",
                Deaths.byExit(1).oom(new Ooms().group(4, 1, 1).machine(1, 1).counts()));
        addJvms(deaths);
        addStderr(deaths);
        KernelLogSummaryCases.addTo(deaths);
        Map<String, Evidence> evidence = new LinkedHashMap<>();
        deaths.forEach((name, built) -> evidence.put(name, built.evidence()));
        evidence.put(
                "sigkill-unwatched",
                Evidence.of(Deaths.bySignal(9).cpu(0, 0, true).death(), false));
        evidence.put(
                "destroyed-dumped-and-recorded",
                observed(Deaths.bySignal(9).kill(true, 4)).evidence().withInside(seenInside()));
        RecordedEnd brief = new RecordedEnd(1_400_000_000, 0, List.of(), OptionalLong.empty(), false);
        evidence.put(
                "sigkill-recorded-in-part",
                observed(Deaths.bySignal(9))
                        .evidence()
                        .withInside(InsideLook.of(Optional.empty(), Optional.of(brief))));
        return evidence;
    }

    private static Optional<InsideLook> seenInside() {
        ThreadDump dump = new ThreadDump(
                "/ci/build.log.threads-4242-77.txt",
                Deaths.before(1_200),
                List.of(
                        "\"main\" RUNNABLE: com.acme.Main.spin(Main.java:12)",
                        "\"pool-1\" BLOCKED: com.acme.Main.read(Main.java:30)"),
                true);
        RecordedEnd recorded = new RecordedEnd(
                700_000_000,
                120,
                List.of("97x com.acme.Main.spin:12", "20x com.acme.Main.read:30"),
                OptionalLong.of(256 * MIB),
                true);
        return InsideLook.of(Optional.of(dump), Optional.of(recorded));
    }

    private static void addStderr(Map<String, Deaths> deaths) {
        deaths.put(
                "stderr-out-of-memory",
                Deaths.byExit(1)
                        .stderr(
                                "loading 1",
                                "loading 2",
                                "loading 3",
                                "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space",
                                "\tat com.acme.Index.load(Index.java:7)",
                                "\tat com.acme.Main.main(Main.java:42)"));
        deaths.put(
                "stderr-thread-died",
                Deaths.byExit(0).stderr("Exception in thread \"loader-1\" java.lang.OutOfMemoryError: Metaspace"));
        deaths.put(
                "stderr-threads",
                Deaths.byExit(1)
                        .stderr("Exception in thread \"main\" java.lang.OutOfMemoryError: "
                                + "unable to create native thread: possibly out of memory or process/resource limits"
                                + " reached"));
        deaths.put(
                "runtime-out-of-memory",
                Deaths.bySignal(6)
                        .command("node", "server.js")
                        .stderr(
                                "<--- JS stacktrace --->",
                                "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
                                " 1: 0xb76dc5 node::Abort()",
                                " 2: 0xa8b9ae node::FatalError()",
                                " 3: 0xa8bd65 v8::Utils::ReportOOMFailure()",
                                " 4: 0xc7dd1e v8::internal::V8::FatalProcessOutOfMemory()",
                                " 5: 0xe7f6f2 v8::internal::Heap::CollectGarbage()",
                                " 6: 0x1f0d4c v8::internal::Factory::NewFillerObject()"));
        deaths.put(
                "runtime-out-of-memory-limit",
                Deaths.byExit(1)
                        .command("sh", "-c", "ulimit -v 300000; exec python3 load.py")
                        .limits(300 << 20, 200 << 20, 0)
                        .stderr("Traceback (most recent call last):", "  File \"load.py\", line 3", "MemoryError"));
        deaths.put(
                "runtime-failed-possible",
                Deaths.byExit(2).command("sh", "run.sh").stderr("panic: no such table", "goroutine 1 [running]:"));
        deaths.put("runtime-got-signal", Deaths.byExit(2).command("prometheus").stderr("SIGQUIT: quit", "PC=0x46"));
        deaths.put("runtime-aborted", Deaths.bySignal(6).command("worker").stderr("free(): invalid pointer"));
        deaths.put("spark-exit-code", Deaths.byExit(52).name("spark-executor", new Slot(0)));
        deaths.put(
                "jvm-killed-on-oome",
                Deaths.bySignal(9)
                        .command("java", "-XX:OnOutOfMemoryError=kill -9 %p", "Main")
                        .jvm(new Jvms().oldRatio(0.931)));
        deaths.put(
                "jvm-crash-on-stderr",
                Deaths.bySignal(6).stderr("vm_info: OpenJDK 64-Bit Server VM (17.0.15+6)", "END."));
        deaths.put("jvm-never-started", Deaths.byExit(1).lifetimeMillis(40));
        deaths.put("abort-of-its-own", Deaths.bySignal(6).command("worker"));
        deaths.put(
                "stderr-wrapped",
                Deaths.byExit(1)
                        .stderr(
                                "Exception in thread \"main\" a.B: cannot log in with --password hunter2",
                                "\tat a.C.d(C.java:1)",
                                "Caused by: java.lang.OutOfMemoryError: Cannot reserve 1048576 bytes of direct buffer"
                                        + " memory (allocated: 8388608, limit: 8388608)",
                                "\t... 1 more"));
        deaths.put(
                "stderr-given-up",
                Deaths.byExit(3).stderr("Terminating due to java.lang.OutOfMemoryError: Java heap space"));
        deaths.put(
                "stderr-uncaught",
                Deaths.byExit(1).stderr("Exception in thread \"main\" java.lang.IllegalStateException: no route"));
        deaths.put(
                "stderr-not-started",
                Deaths.byExit(1)
                        .stderr(
                                "Error occurred during initialization of VM",
                                "Could not reserve enough space for 209715200KB object heap"));
        deaths.put(
                "stderr-no-main-class",
                Deaths.byExit(1)
                        .stderr(
                                "Error: Could not find or load main class Nope",
                                "Caused by: java.lang.ClassNotFoundException: Nope"));
        deaths.put(
                "stderr-no-memory",
                Deaths.byExit(1)
                        .stderr("# There is insufficient memory for the Java Runtime Environment to continue."));
        deaths.put("stderr-of-a-signal", Deaths.bySignal(13).command("yes").stderr("\u001b[31mbye\u202e"));
    }

    private static void addJvms(Map<String, Deaths> deaths) {
        deaths.put("sigkill-jvm", observed(Deaths.bySignal(9)).jvm(new Jvms().file(FileFate.LEFT)));
        deaths.put(
                "sigkill-jvm-zgc",
                Deaths.bySignal(9).jvm(new Jvms().collector("ZGC").ageMillis(20)));
        deaths.put("jvm-asked-to-stop", observed(Deaths.byExit(143)).jvm(new Jvms()));
        deaths.put("jvm-asked-to-stop-exit-value-only", Deaths.byCodeOnly(130));
        deaths.put(
                "jvm-exit-on-oome",
                Deaths.byExit(3).jvm(new Jvms().flags(true, true).file(FileFate.LEFT)));
        deaths.put(
                "jvm-exit-on-oome-below-shell",
                Deaths.byExit(3)
                        .command("sh", "-c", "java -jar surefirebooter.jar; exit $?")
                        .descendant(4243, "java", 1638 * MIB, 40, false)
                        .jvm(new Jvms().below(4243).flags(true, true).file(FileFate.LEFT)));
        deaths.put(
                "jvm-exit-on-oome-file-swept",
                Deaths.byExit(3)
                        .command("java", "-XX:+ExitOnOutOfMemoryError", "Main")
                        .perfData(4242));
        deaths.put("exit-1-jvm-silent", Deaths.byExit(1).jvm(new Jvms().silent()));
        deaths.put("jvm-heap-nearly-full", Deaths.byExit(1).jvm(new Jvms().oldRatio(0.97)));
        deaths.put("jvm-no-native-memory", Deaths.byExit(1).jvm(new Jvms()).crashFile(4242, """
                                        # There is insufficient memory for the Java Runtime Environment to continue.
                                        # Native memory allocation (mmap) failed to map 16777216 bytes.
                                        #  Out of Memory Error (os_linux.cpp:2951), pid=4242, tid=4243
                                        """));
        deaths.put(
                "oom-killed-heap", oomKilled(2048).peak(2008 * MIB, 2008 * MIB).jvm(new Jvms().file(FileFate.LEFT)));
        deaths.put(
                "oom-killed-heap-alone",
                oomKilled(1024).peak(900 * MIB, 900 * MIB).jvm(new Jvms()));
        deaths.put(
                "oom-killed-limit-not-seen",
                oomKilled(1024).jvm(new Jvms().flags(false, false).file(FileFate.LEFT)));
    }

    private static Deaths oomKilled(long limitMib) {
        return observed(Deaths.bySignal(9)
                .oom(new Ooms()
                        .group(4, 1, 1)
                        .machine(1, 1)
                        .limitMib(limitMib)
                        .peakMib(limitMib)
                        .counts()));
    }

    static Deaths observed(Deaths deaths) {
        return deaths.sample(new ProcessSample(
                        Deaths.before(4),
                        'R',
                        1915 * MIB,
                        41,
                        2058 * MIB,
                        3,
                        47,
                        OptionalDouble.of(1.98),
                        OptionalDouble.of(2.0034),
                        new CpuTime(0, 0)))
                .peak(1966 * MIB, 2058 * MIB)
                .cpu(312_400, 9_100, true);
    }
}
