package io.forkwatch.probe.orphans;

import static io.forkwatch.probe.process.orphan.OrphanNews.What.FOUND;
import static io.forkwatch.probe.process.orphan.OrphanNews.What.GONE;
import static io.forkwatch.probe.process.orphan.OrphanNews.What.STILL_THERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Troubles;
import io.forkwatch.probe.process.event.LeftBehind;
import io.forkwatch.probe.process.orphan.Attribution;
import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.process.orphan.OrphanRules;
import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.TestProcess;
import io.forkwatch.probe.procfs.handle.ProcAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansTest {
    private static final Kind FORK = new Kind("surefire-fork");
    private static final Origin.OutlivedChild CHILD =
            new Origin.OutlivedChild(new Name(FORK, new Slot(0)), 50, Attribution.PARENT);

    @TempDir
    private Path mount;

    private final HandClock clock = new HandClock();
    private final Tally dropped = new Tally();
    private final Troubles troubles = new Troubles();
    private TestProc proc = new TestProc(Path.of(""));

    @BeforeEach
    void aMachine() throws IOException {
        proc = new TestProc(mount);
        uptime(1_000);
    }

    private void uptime(long seconds) throws IOException {
        proc.write("uptime", seconds + ".00 1.00\n");
    }

    private Orphans orphans(String... patterns) {
        OrphanRules rules = new OrphanRules(
                Duration.ofSeconds(60), Duration.ofMinutes(30), List.of(patterns), Duration.ofMinutes(10));
        return new Orphans(ProcAccess.of(proc.files(), TestProc.UNITS), clock.clocks(), rules, dropped, troubles);
    }

    private TestProcess process(long pid) throws IOException {
        return proc.process(pid).comm("sleep").starttime(5_000).write().cmdline("sleep", "1000");
    }

    private static ProcessKey key(long pid) {
        return new ProcessKey(pid, 5_000);
    }

    // All that a sweep finds is nobody's child here.
    private List<OrphanNews> sample(Orphans orphans) {
        for (PatternMatch match : orphans.sweep(clock.nanos())) {
            orphans.found(match, new Kind("named"), clock.nanos());
        }
        return orphans.sample(clock.nanos());
    }

    private static List<OrphanNews.What> what(List<OrphanNews> news) {
        return news.stream().map(OrphanNews::what).toList();
    }

    @Test
    void isToldOnceItHasLivedOnForLong() throws IOException {
        Orphans orphans = orphans();
        process(60).rss(100).cpu(7, 3).write();
        orphans.outlived(key(60), CHILD, clock.nanos());

        assertThat(sample(orphans)).isEmpty();
        clock.passMillis(59_999);
        assertThat(sample(orphans)).isEmpty();
        clock.passMillis(1);
        assertThat(sample(orphans)).singleElement().satisfies(news -> {
            assertThat(news.what()).isEqualTo(FOUND);
            Orphan orphan = news.orphan();
            assertThat(orphan.key()).isEqualTo(key(60));
            assertThat(orphan.comm()).isEqualTo("sleep");
            assertThat(orphan.kind()).isEqualTo(FORK);
            assertThat(orphan.origin()).isEqualTo(CHILD);
            assertThat(orphan.command().joined()).isEqualTo("sleep 1000");
            assertThat(orphan.ageNanos()).isEqualTo(Duration.ofSeconds(950).toNanos());
            assertThat(orphan.aloneNanos()).isEqualTo(Duration.ofSeconds(60).toNanos());
            assertThat(orphan.rssBytes()).isEqualTo(100 * 4096);
            assertThat(orphan.cpu().totalNanos()).isEqualTo(100_000_000);
        });
        assertThat(sample(orphans)).isEmpty();
    }

    @Test
    void oneInAFrozenGroupIsToldSo() throws IOException {
        Orphans orphans = orphans();
        process(60);
        proc.write("self/mountinfo", "41 31 0:38 / " + mount.resolve("groups") + " rw - cgroup2 cgroup2 rw\n");
        proc.write("60/cgroup", "0::/job\n");
        proc.write("groups/job/cgroup.events", "populated 1\nfrozen 1\n");
        orphans.outlived(key(60), CHILD, clock.nanos());
        clock.passMillis(60_000);
        assertThat(sample(orphans))
                .singleElement()
                .satisfies(news -> assertThat(news.frozen()).isTrue());

        proc.write("groups/job/cgroup.events", "populated 1\nfrozen 0\n");
        clock.passMillis(30 * 60_000);
        assertThat(sample(orphans)).singleElement().satisfies(news -> {
            assertThat(news.what()).isEqualTo(STILL_THERE);
            assertThat(news.frozen()).isFalse();
        });
    }

    @Test
    void isToldAgainAfterTheCoolDownAndWhenItIsGone() throws IOException {
        Orphans orphans = orphans();
        TestProcess process = process(60);
        orphans.outlived(key(60), CHILD, clock.nanos());
        clock.passMillis(60_000);
        sample(orphans);

        clock.passMillis(30 * 60_000);
        assertThat(what(sample(orphans))).containsExactly(STILL_THERE);
        process.vanish();
        assertThat(what(sample(orphans))).containsExactly(GONE);
        assertThat(sample(orphans)).isEmpty();
        assertThat(orphans.living(clock.nanos())).isEmpty();
    }

    @Test
    void oneThatEndsSoonIsNeverTold() throws IOException {
        Orphans orphans = orphans();
        TestProcess process = process(60);
        orphans.outlived(key(60), CHILD, clock.nanos());
        process.zombie(9).write();

        assertThat(sample(orphans)).isEmpty();
        assertThat(orphans.living(clock.nanos())).isEmpty();
    }

    @Test
    void oneThatIsGoneAlreadyOrHasGivenItsPidAwayIsNoOrphan() throws IOException {
        Orphans orphans = orphans();
        process(61).starttime(9_999).write();
        orphans.outlived(key(60), CHILD, clock.nanos());
        orphans.outlived(key(61), CHILD, clock.nanos());

        assertThat(orphans.living(clock.nanos())).isEmpty();
        assertThat(troubles.seen()).isEmpty();
    }

    @Test
    void aFamilyIsToldByItsHead() throws IOException {
        Orphans orphans = orphans();
        process(60);
        process(61).parent(60).write();
        process(62).parent(61).write();
        for (long pid = 62; pid >= 60; pid--) {
            orphans.outlived(key(pid), CHILD, clock.nanos());
        }
        clock.passMillis(60_000);

        assertThat(sample(orphans)).singleElement().satisfies(news -> {
            assertThat(news.orphan().key().pid()).isEqualTo(60);
            assertThat(news.below()).isEqualTo(2);
        });
        assertThat(orphans.living(clock.nanos())).hasSize(3);
    }

    @Test
    void aFamilyThatHasLostItsHeadIsToldByTheNext() throws IOException {
        Orphans orphans = orphans();
        TestProcess head = process(60);
        TestProcess next = process(61).parent(60).write();
        orphans.outlived(key(60), CHILD, clock.nanos());
        orphans.outlived(key(61), CHILD, clock.nanos());
        clock.passMillis(60_000);
        sample(orphans);
        head.vanish();
        next.parent(1).write();

        assertThat(what(sample(orphans))).containsExactlyInAnyOrder(GONE, FOUND);
    }

    @Test
    void whatAnOrphanGivesBirthToIsOneToo() throws IOException {
        Orphans orphans = orphans();
        process(60);
        process(61).parent(60).write();
        orphans.outlived(key(60), CHILD, clock.nanos());

        assertThat(orphans.adopt(key(61), 60, clock.nanos())).isTrue();
        assertThat(orphans.adopt(key(62), 59, clock.nanos())).isFalse();
        assertThat(orphans.living(clock.nanos()))
                .extracting(orphan -> orphan.key().pid())
                .containsExactly(60L, 61L);
    }

    @Test
    void oneLeftBehindIsToldAtOnce() throws IOException {
        Orphans orphans = orphans();
        process(60);
        orphans.leftBehind(left(60, Optional.empty()), FORK);
        orphans.leftBehind(left(61, Optional.empty()), FORK);

        assertThat(sample(orphans)).singleElement().satisfies(news -> {
            assertThat(news.what()).isEqualTo(FOUND);
            assertThat(news.orphan().origin()).isEqualTo(new Origin.LeftBehind(4242));
            assertThat(news.orphan().aloneNanos())
                    .isEqualTo(Duration.ofSeconds(950).toNanos());
        });
    }

    /** Each build of a day would tell of the same daemon otherwise. */
    @Test
    void oneThatAnotherSupervisorHasJustToldCoolsDownFirst() throws IOException {
        Orphans orphans = orphans();
        process(60);
        orphans.leftBehind(left(60, Optional.of(clock.clocks().now().minusSeconds(60))), FORK);

        assertThat(sample(orphans)).isEmpty();
        clock.passMillis(29 * 60_000);
        assertThat(what(sample(orphans))).containsExactly(STILL_THERE);
    }

    private LeftBehind left(long pid, Optional<Instant> saidAt) {
        return new LeftBehind(key(pid), FORK, 4242, saidAt, clock.nanos());
    }

    @Test
    void anOldProcessWithAWatchedTextIsToldWhoeverStartedIt() throws IOException {
        Orphans orphans = orphans("pytest", "1000");
        process(60);
        process(61).cmdline("python", "-m", "pytest");
        process(62).cmdline("vim");

        assertThat(sample(orphans))
                .extracting(news -> news.orphan().origin())
                .containsExactlyInAnyOrder(new Origin.Pattern("1000"), new Origin.Pattern("pytest"));
        assertThat(orphans.living(clock.nanos())).extracting(Orphan::kind).containsOnly(new Kind("named"));
    }

    @Test
    void aYoungProcessWithAWatchedTextIsNotTold() throws IOException {
        Orphans orphans = orphans("sleep");
        process(60).starttime(40_001).write();

        assertThat(sample(orphans)).isEmpty();
        uptime(1_001);
        clock.passMillis(60_000);
        assertThat(what(sample(orphans))).containsExactly(FOUND);
    }

    @Test
    void withoutPatternsNothingIsRead() {
        Orphans orphans = orphans();
        proc = new TestProc(Path.of("/nowhere"));

        assertThat(sample(orphans)).isEmpty();
        assertThat(troubles.seen()).isEmpty();
    }

    @Test
    void beyondTheCapTheyAreCounted() throws IOException {
        Orphans orphans = orphans();
        for (int i = 0; i < Orphans.MOST + 3; i++) {
            process(100 + i);
            orphans.outlived(key(100 + i), CHILD, clock.nanos());
        }
        assertThat(orphans.living(clock.nanos())).hasSize(Orphans.MOST);
        assertThat(dropped.read()).containsEntry("orphans", 3L);
    }

    @Test
    void oneThatCannotBeReadHidesNobody() throws IOException {
        Orphans orphans = orphans();
        TestProcess garbled = process(60);
        process(61);
        orphans.outlived(key(60), CHILD, clock.nanos());
        orphans.outlived(key(61), CHILD, clock.nanos());
        garbled.garble();
        clock.passMillis(60_000);

        assertThat(sample(orphans))
                .extracting(news -> news.orphan().key().pid())
                .contains(61L);
        assertThat(troubles.seen()).containsOnly("orphan");
    }
}
