package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.event.ChildEvent;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventInboxTest {
    private static final int THREADS = 8;
    private static final int EACH = 500;

    @TempDir
    private Path mount;

    private final HandClock clock = new HandClock();
    private final Tally dropped = new Tally();
    private final AtomicInteger wakes = new AtomicInteger();
    private TestProc proc;

    @BeforeEach
    void mount() {
        proc = new TestProc(mount);
    }

    private EventInbox inbox(int capacity) {
        return new EventInbox(capacity, proc.files(), clock.clocks().monotonic(), dropped, wakes::incrementAndGet);
    }

    private static Spawn spawn(long pid) {
        return new Spawn(pid, CommandLine.UNKNOWN, "", 0, ExitValue.UNKNOWN);
    }

    @Test
    void knowsWhoseEndComesNext() {
        EventInbox inbox = inbox(4);
        inbox.started(spawn(7));
        inbox.started(spawn(8));
        inbox.zombie(8, 0);

        assertThat(inbox.holdsEndOf(8)).isTrue();
        assertThat(inbox.holdsEndOf(7)).isFalse();
        assertThat(inbox.poll()).contains(spawn(7));
    }

    @Test
    void whoLeftPerformanceDataIsSeenWhereItMayMatter() throws IOException {
        Path data = Files.createDirectories(mount.resolve("hsperfdata_me"));
        Files.createFile(data.resolve("7"));
        EventInbox inbox = inboxWith(data);
        inbox.zombie(7, 3);
        inbox.zombie(7, 137);
        inbox.zombie(7, 0);
        inbox.zombie(7, 1);
        inbox.reaped(7, 3);

        assertThat(perfData(inbox)).hasValue("7");
        assertThat(perfData(inbox)).hasValue("7");
        assertThat(perfData(inbox)).isEmpty();
        assertThat(perfData(inbox)).isEmpty();
        assertThat(perfData(inbox)).isEmpty();
    }

    @Test
    void ofACrowdTheFirstOnesAndItsOwnAreSeen() throws IOException {
        Path data = Files.createDirectories(mount.resolve("hsperfdata_me"));
        for (int i = 1; i <= 1100; i++) {
            Files.createFile(data.resolve(Integer.toString(i)));
        }
        EventInbox inbox = inboxWith(data);
        inbox.zombie(1099, 3);

        assertThat(List.of(perfData(inbox).orElseThrow().split(" ", -1)))
                .startsWith("1099")
                .hasSizeBetween(1024, 1025);
    }

    @Test
    void whereThereIsNoRoomForThemAnEndIsTakenWithoutThoseNames() throws IOException {
        Path data = Files.createDirectories(mount.resolve("hsperfdata_me"));
        for (int i = 0; i < 1024; i++) {
            Files.createFile(data.resolve("x".repeat(200) + i));
        }
        EventInbox inbox = new EventInbox(
                64, proc.files(), clock.clocks().monotonic(), dropped, wakes::incrementAndGet, Optional.of(data));
        for (int i = 1; i <= 40; i++) {
            inbox.zombie(i, 137);
        }
        List<Boolean> named = new ArrayList<>();
        for (Optional<ChildEvent> each = inbox.poll(); each.isPresent(); each = inbox.poll()) {
            named.add(((Zombie) each.get()).perfData().isPresent());
        }

        assertThat(named).hasSize(40).startsWith(true).endsWith(false);
    }

    @Test
    void withoutThatDirectoryNobodyKnows() {
        EventInbox inbox = inboxWith(mount.resolve("hsperfdata_me"));
        inbox.zombie(7, 3);

        assertThat(perfData(inbox)).isEmpty();
    }

    private EventInbox inboxWith(Path data) {
        return new EventInbox(
                8, proc.files(), clock.clocks().monotonic(), dropped, wakes::incrementAndGet, Optional.of(data));
    }

    private static Optional<String> perfData(EventInbox inbox) {
        return ((Zombie) inbox.poll().orElseThrow()).perfData().map(names -> String.join(" ", names));
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(inbox(1).poll()).isEmpty();
    }

    @Test
    void givesEventsOfEveryKindInTheirOrder() {
        EventInbox inbox = inbox(4);
        Kill kill = new Kill(7, true, "main", List.of(), 2);
        StartFailure failure = new StartFailure(CommandLine.UNKNOWN, "", "no", 3);
        inbox.started(spawn(7));
        inbox.killAsked(kill);
        inbox.startFailed(failure);
        inbox.zombie(7, 9);
        assertThat(inbox.poll()).contains(spawn(7));
        assertThat(inbox.poll()).contains(kill);
        assertThat(inbox.poll()).contains(failure);
        assertThat(inbox.poll()).get().isInstanceOf(Zombie.class);
        assertThat(inbox.poll()).isEmpty();
    }

    @Test
    void countsWhatFindsNoRoomAndKeepsWhatIsThere() {
        EventInbox inbox = inbox(2);
        for (int pid = 1; pid <= 5; pid++) {
            inbox.started(spawn(pid));
        }
        assertThat(dropped.read()).isEqualTo(Map.of("inbox", 3L));
        assertThat(inbox.poll()).contains(spawn(1));
        assertThat(inbox.poll()).contains(spawn(2));
        assertThat(inbox.poll()).isEmpty();
    }

    @Test
    void hasRoomAgainOnceAnEventWasTaken() {
        EventInbox inbox = inbox(1);
        inbox.started(spawn(1));
        inbox.started(spawn(2));
        inbox.poll();
        inbox.poll();
        inbox.started(spawn(3));
        assertThat(inbox.poll()).contains(spawn(3));
        inbox.started(spawn(4));
        assertThat(inbox.poll()).contains(spawn(4));
        assertThat(dropped.read()).isEqualTo(Map.of("inbox", 1L));
    }

    @Test
    void theTextsOfAllThatWaitsAreBoundedInBytes() {
        EventInbox inbox = inbox(100_000);
        String kibibyte = "x".repeat(1024);
        for (int pid = 1; pid <= 100; pid++) {
            List<String> command = new ArrayList<>(Collections.nCopies(100, kibibyte));
            command.add(0, "program");
            inbox.started(new Spawn(pid, new CommandLine(command), kibibyte, 0, ExitValue.UNKNOWN));
        }
        inbox.zombie(1, 0);
        long bytes = 0;
        int starts = 0;
        for (Optional<ChildEvent> event = inbox.poll(); event.isPresent(); event = inbox.poll()) {
            bytes += event.get().textBytes();
            if (event.get() instanceof Spawn spawn) {
                starts++;
                assertThat(spawn.command().program()).isEqualTo("program");
            }
        }
        assertThat(starts).as("of all something is kept").isEqualTo(100);
        assertThat(bytes).isBetween(EventInbox.MOST_TEXT_BYTES / 2 - (256 << 10), EventInbox.MOST_TEXT_BYTES);
        assertThat(dropped.read()).isEmpty();
    }

    @Test
    void whatFindsNoRoomInBytesIsCountedAndAnEndAlwaysFindsRoom() {
        EventInbox inbox = inbox(100_000);
        Kill kill = new Kill(7, true, "thread", Collections.nCopies(12, "f".repeat(512)), 2);
        StartFailure failure = new StartFailure(
                new CommandLine(Collections.nCopies(1000, "x")), "d".repeat(4096), "r".repeat(1024), 3);
        for (int i = 0; i < 20_000; i++) {
            inbox.killAsked(kill);
            inbox.startFailed(failure);
        }
        inbox.zombie(1, 0);
        long lost = dropped.read().getOrDefault("inbox", 0L);
        int kept = 0;
        ChildEvent last = kill;
        for (Optional<ChildEvent> event = inbox.poll(); event.isPresent(); event = inbox.poll()) {
            kept++;
            last = event.get();
        }
        assertThat(kept + lost).isEqualTo(40_001);
        assertThat(lost).isPositive();
        assertThat(last).isInstanceOf(Zombie.class);
        inbox.killAsked(kill);
        assertThat(inbox.poll()).as("there is room again").contains(kill);
    }

    @Test
    void aStartWakesTheSamplerOnlyOnceItsReaperWaits() {
        EventInbox inbox = inbox(1);
        inbox.started(spawn(1));
        assertThat(wakes).hasValue(0);
        inbox.awaited();
        assertThat(wakes).hasValue(1);
    }

    @Test
    void wakesTheSamplerForEveryOtherEvent() {
        EventInbox inbox = inbox(1);
        inbox.zombie(1, 0);
        assertThat(wakes).hasValue(1);
        inbox.reaped(2, 0);
        assertThat(wakes).as("most of all when it is full").hasValue(2);
    }

    @Test
    void readsTheZombieWhileItIsOne() throws IOException {
        TestProcess zombie = proc.process(7).zombie(768).write();
        EventInbox inbox = inbox(1);
        inbox.zombie(7, 3);
        proc.process(7).vanish();
        Zombie read = (Zombie) inbox.poll().orElseThrow();
        assertThat(read.pid()).isEqualTo(7);
        assertThat(read.exitValue()).isEqualTo(3);
        assertThat(read.stat()).isEqualTo(zombie.statBytes());
        assertThat(read.nanos()).isEqualTo(clock.nanos());
    }

    @Test
    void aZombieThatCannotBeReadIsAnEventAllTheSame() {
        EventInbox inbox = inbox(1);
        inbox.zombie(7, 3);
        Zombie read = (Zombie) inbox.poll().orElseThrow();
        assertThat(read.stat()).isEmpty();
        assertThat(read.exitValue()).isEqualTo(3);
    }

    @Test
    void losesNothingAndCountsRightUnderManyThreads() throws InterruptedException {
        EventInbox inbox = inbox(THREADS * EACH);
        ExecutorService hosts = Executors.newFixedThreadPool(THREADS);
        CountDownLatch together = new CountDownLatch(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            long base = 1 + (long) thread * EACH;
            hosts.execute(() -> offerAll(inbox, base, together));
        }
        hosts.shutdown();
        assertThat(hosts.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(dropped.read()).isEmpty();
        long[] last = new long[THREADS];
        int count = 0;
        for (Optional<ChildEvent> event = inbox.poll(); event.isPresent(); event = inbox.poll()) {
            long pid = ((Spawn) event.get()).pid();
            int thread = (int) ((pid - 1) / EACH);
            assertThat(pid).as("in the order of its thread").isGreaterThan(last[thread]);
            last[thread] = pid;
            count++;
        }
        assertThat(count).isEqualTo(THREADS * EACH);
    }

    private static void offerAll(EventInbox inbox, long base, CountDownLatch together) {
        together.countDown();
        try {
            together.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        for (int i = 0; i < EACH; i++) {
            inbox.started(spawn(base + i));
        }
    }

    /** What waits may hold a process of the host, which must not be kept when Forkwatch is off. */
    @Test
    void onceClosedNothingIsKeptAcceptedReadOrCounted() throws IOException {
        proc.process(7).zombie(0).write();
        EventInbox inbox = inbox(2);
        inbox.started(spawn(7));
        inbox.close();
        inbox.started(spawn(8));
        inbox.awaited();
        inbox.zombie(7, 0);
        inbox.reaped(7, 0);
        inbox.killAsked(new Kill(7, true, "main", List.of(), 2));
        assertThat(inbox.poll()).isEmpty();
        assertThat(inbox.holdsEndOf(7)).isFalse();
        assertThat(wakes).hasValue(0);
        assertThat(dropped.read()).isEmpty();
    }

    @Test
    void onlyTheOldestAreAskedForAnEnd() {
        EventInbox inbox = inbox(100);
        for (int pid = 1; pid <= 64; pid++) {
            inbox.started(spawn(pid));
        }
        inbox.zombie(1, 0);
        assertThat(inbox.holdsEndOf(1)).isFalse();
        inbox.poll();
        assertThat(inbox.holdsEndOf(1)).isTrue();
    }
}
