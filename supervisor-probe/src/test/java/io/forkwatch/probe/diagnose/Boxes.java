package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.view.OwnWord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Builds what a JVM said of itself, for tests; ages are milliseconds before the death of {@link Deaths}. */
public final class Boxes {
    private final long pid;
    private long beatNanos = Deaths.before(400);
    private Optional<OwnWord.Heap> heap = Optional.of(new OwnWord.Heap(100 << 20, 200 << 20, 256 << 20));
    private OptionalLong heapFullNanos = OptionalLong.empty();
    private String status = "";
    private Optional<OwnWord.Uncaught> uncaught = Optional.empty();
    private Optional<OwnWord.OutOfMemory> outOfMemory = Optional.empty();
    private Optional<OwnWord.End> end = Optional.empty();

    private Boxes(long pid) {
        this.pid = pid;
    }

    public static Boxes ofChild() {
        return new Boxes(4242);
    }

    public static Boxes below() {
        return new Boxes(4243);
    }

    public Boxes beat(long ageMillis) {
        beatNanos = Deaths.before(ageMillis);
        return this;
    }

    public Boxes heapFull(long ageMillis) {
        heapFullNanos = OptionalLong.of(Deaths.before(ageMillis));
        return this;
    }

    public Boxes status(String text) {
        status = text;
        return this;
    }

    public Boxes uncaught(long ageMillis, String thread, String type, String message) {
        uncaught = Optional.of(new OwnWord.Uncaught(
                Deaths.before(ageMillis),
                1,
                thread,
                type,
                message,
                List.of("com.acme.Work.run(Work.java:7)", "java.lang.Thread.run(Thread.java:840)")));
        if (type.endsWith("OutOfMemoryError")) {
            outOfMemory = Optional.of(new OwnWord.OutOfMemory(Deaths.before(ageMillis), 1, message));
        }
        return this;
    }

    /** The cause of the exception that is there already. */
    public Boxes causedByOutOfMemory(String message) {
        outOfMemory = Optional.of(new OwnWord.OutOfMemory(uncaught.orElseThrow().nanos(), 1, message));
        return this;
    }

    public Boxes exitCall(long ageMillis, String thread) {
        return end(OwnWord.How.EXIT_CALL, ageMillis, thread, List.of("com.acme.Main.fail(Main.java:42)"));
    }

    /** The java launcher found no main class. */
    public Boxes launcherExit(long ageMillis) {
        return end(
                OwnWord.How.EXIT_CALL,
                ageMillis,
                "main",
                List.of("sun.launcher.LauncherHelper.abort(LauncherHelper.java:673)"));
    }

    public Boxes lastThread(long ageMillis) {
        return end(OwnWord.How.LAST_THREAD, ageMillis, "DestroyJavaVM", List.of());
    }

    public Boxes signal(long ageMillis) {
        return end(OwnWord.How.SIGNAL, ageMillis, "SIGTERM handler", List.of());
    }

    private Boxes end(OwnWord.How how, long ageMillis, String thread, List<String> frames) {
        end = Optional.of(new OwnWord.End(how, Deaths.before(ageMillis), thread, frames));
        return this;
    }

    /** One that says as little as it can. */
    public Boxes bare() {
        long now = Deaths.before(0);
        heap = Optional.empty();
        uncaught = Optional.of(new OwnWord.Uncaught(now, 1, "", "java.lang.OutOfMemoryError", "", List.of()));
        outOfMemory = Optional.of(new OwnWord.OutOfMemory(now, 1, ""));
        end = Optional.of(new OwnWord.End(OwnWord.How.LAST_THREAD, now, "", List.of()));
        return this;
    }

    public OwnWord word() {
        return new OwnWord(
                new ProcessKey(pid, 99),
                4242,
                1_000_000_000,
                beatNanos,
                192,
                3_000_000,
                heap,
                12,
                heapFullNanos,
                status,
                uncaught,
                outOfMemory,
                end);
    }
}
