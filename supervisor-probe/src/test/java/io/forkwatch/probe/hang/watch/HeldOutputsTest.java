package io.forkwatch.probe.hang.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.FakeTime;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.HeldOutputNews;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.death.LimitUse;
import io.forkwatch.probe.process.death.MemoryDoubt;
import io.forkwatch.probe.process.hang.HeldOutput;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.task.TaskFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes by links in a proc file system of files, where the threads of this JVM read what a test says. */
class HeldOutputsTest {
    private static final long SELF = 1;
    private static final long SECOND = 1_000_000_000;
    private static final OwnReads.Read READ = new OwnReads.Read(21, "drain", 9, "pipe:[4711]");

    @TempDir
    private Path proc;

    private final FakeTime time = FakeTime.start();
    private final List<HeldOutputNews> news = new ArrayList<>();
    private final Reads reads = new Reads();
    private List<ChildTree> living = List.of();

    private static final class Reads implements OwnReads {
        private final List<Read> all = new ArrayList<>();
        private boolean open = true;
        private int asked;

        @Override
        public List<Read> now() {
            asked++;
            return List.copyOf(all);
        }

        @Override
        public boolean isStill(Read read) {
            return all.contains(read);
        }

        @Override
        public boolean isOpen(Read read) {
            return open;
        }
    }

    private HeldOutputs outputs() {
        return new HeldOutputs(
                new ProcFs(proc),
                new TaskFiles(new ProcFs(proc), Optional.empty()),
                time.clocks(),
                reads,
                SELF,
                this::say);
    }

    private void say(Advisory each) {
        if (each instanceof HeldOutputNews held) {
            news.add(held);
        }
    }

    @BeforeEach
    void tellTheTime() throws IOException {
        write("uptime", "1000.00 900.00\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = proc.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** A process that has these descriptors, by links that may be written to, as all links of files are. */
    private void process(long pid, long starttimeTicks, int... descriptors) throws IOException {
        write(
                pid + "/stat",
                pid + " (sleep) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 " + starttimeTicks
                        + " 1 1 1 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
        write(pid + "/cmdline", "sleep\000300\000");
        Files.createDirectories(proc.resolve(pid + "/fd"));
        for (int descriptor : descriptors) {
            Files.createSymbolicLink(proc.resolve(pid + "/fd/" + descriptor), Path.of("pipe:[4711]"));
        }
    }

    private Death death(long pid, Descendant... descendants) {
        return new Death(
                child(pid),
                new Ending.Exact(new WaitStatus(0)),
                Instant.EPOCH,
                time.now(),
                Optional.empty(),
                Peak.NONE,
                MemoryDoubt.UNKNOWN,
                CpuTime.ZERO,
                true,
                List.of(descendants),
                List.of(),
                Optional.empty(),
                LimitUse.UNKNOWN,
                Optional.empty());
    }

    private Child child(long pid) {
        return new Child(
                new ProcessKey(pid, 9),
                new Name(new Kind("fork"), new Slot(1)),
                CommandLine.UNKNOWN,
                "/",
                Instant.EPOCH,
                time.now() - SECOND);
    }

    private static Descendant below(long pid, long starttimeTicks) {
        return new Descendant(new ProcessKey(pid, starttimeTicks), "sleep", Optional.empty(), true);
    }

    private LiveView view() {
        return new FixedView(Snapshot.empty(time.now()), living);
    }

    private void pass(HeldOutputs outputs, int seconds) {
        for (int i = 0; i < seconds; i++) {
            time.pass(1);
            outputs.doWork(view(), time.now());
        }
    }

    @Test
    void whoWasLeftBehindIsNamedOnceSomeSecondsAfterTheDeath() throws IOException {
        HeldOutputs outputs = outputs();
        reads.all.add(READ);
        process(900, 99_950, 1);
        outputs.died(death(50, below(900, 99_950)));
        pass(outputs, 4);
        assertThat(reads.asked).isZero();
        pass(outputs, 30);
        assertThat(news).singleElement().satisfies(said -> {
            assertThat(said.over()).isFalse();
            assertThat(said.held().stream()).isEqualTo(HeldOutput.Stream.STDOUT);
            assertThat(said.held().sureness()).isEqualTo(Sureness.CERTAIN);
            assertThat(said.held().thread()).isEqualTo("drain");
            assertThat(said.held().holders()).singleElement().satisfies(holder -> {
                assertThat(holder.key().pid()).isEqualTo(900);
                assertThat(holder.command().redacted()).isEqualTo("sleep 300");
                assertThat(holder.below()).isTrue();
            });
        });
        assertThat(outputs.held()).hasSize(1);
        assertThat(reads.asked).isOne();
    }

    @Test
    void whenTheThreadWaitsNoMoreThatIsSaid() throws IOException {
        HeldOutputs outputs = outputs();
        reads.all.add(READ);
        process(900, 99_950, 1, 2);
        outputs.died(death(50, below(900, 99_950)));
        pass(outputs, 10);
        reads.all.clear();
        reads.open = false;
        pass(outputs, 3);
        assertThat(news).hasSize(2).last().matches(HeldOutputNews::over);
        assertThat(news.get(0).held().stream()).isEqualTo(HeldOutput.Stream.BOTH);
        assertThat(outputs.held()).isEmpty();
    }

    @Test
    void aThreadThatTakesALineInBetweenStillWaits() throws IOException {
        HeldOutputs outputs = outputs();
        reads.all.add(READ);
        process(900, 99_950, 1);
        outputs.died(death(50, below(900, 99_950)));
        pass(outputs, 6);
        reads.all.clear();
        pass(outputs, 2);
        reads.all.add(READ);
        pass(outputs, 10);
        assertThat(news).hasSize(1);
    }

    @Test
    void nobodyIsSoughtWhereNoThreadReads() throws IOException {
        HeldOutputs outputs = outputs();
        process(900, 99_950, 1);
        outputs.died(death(50, below(900, 99_950)));
        pass(outputs, 60);
        assertThat(news).isEmpty();
        assertThat(reads.asked).isOne();
        assertThat(outputs.doWork(view(), time.now())).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theOutputOfALivingChildIsRead() throws IOException {
        HeldOutputs outputs = outputs();
        reads.all.add(READ);
        process(60, 99_950, 1);
        living = List.of(new ChildTree(child(60), List.of(new TreeMember(new ProcessKey(60, 99_950), "sleep", false))));
        outputs.died(death(50));
        pass(outputs, 30);
        assertThat(news).isEmpty();
        assertThat(outputs.held()).isEmpty();
    }

    @Test
    void whoLivedAtTheLastLookIsAskedAboutOnceItHasDied() throws IOException {
        HeldOutputs outputs = outputs();
        reads.all.add(READ);
        process(50, 9, 1);
        process(900, 99_950, 1);
        TreeMember sleep = new TreeMember(new ProcessKey(900, 99_950), "sleep", false);
        living = List.of(new ChildTree(child(50), List.of(new TreeMember(new ProcessKey(50, 9), "sh", false), sleep)));
        outputs.died(death(40));
        pass(outputs, 6);
        assertThat(news).isEmpty();
        living = List.of();
        Files.delete(proc.resolve("50/fd/1"));
        outputs.died(death(50, below(900, 99_950)));
        pass(outputs, 12);
        assertThat(news)
                .singleElement()
                .matches(said -> said.held().child().key().pid() == 50);
    }

    /** It was never seen while its parent lived; only that one lived when it started. */
    @Test
    void whoStartedWhileOneChildLivedIsLikelyItsOwnAndFoundByItsLinksAlone() throws IOException {
        HeldOutputs outputs = outputs();
        reads.all.add(READ);
        process(900, 99_450, 5, 7);
        outputs.died(death(50));
        pass(outputs, 5);
        assertThat(news).singleElement().satisfies(said -> {
            assertThat(said.held().sureness()).isEqualTo(Sureness.LIKELY);
            assertThat(said.held().stream()).isEqualTo(HeldOutput.Stream.OUTPUT);
            assertThat(said.held().child().key().pid()).isEqualTo(50);
        });
    }

    @Test
    void whoIsOlderThanTheChildIsNoneOfItsOwn() throws IOException {
        HeldOutputs outputs = outputs();
        reads.all.add(READ);
        process(900, 50_000, 1);
        outputs.died(death(50));
        pass(outputs, 30);
        assertThat(outputs.held()).isEmpty();
        assertThat(news).isEmpty();
    }

    @Test
    void whatMayBeOfTwoIsShownAndNotSaid() throws IOException {
        HeldOutputs outputs = outputs();
        reads.all.add(READ);
        process(900, 99_450, 1);
        outputs.died(death(50));
        outputs.died(death(51));
        pass(outputs, 6);
        assertThat(news).as("two of them").isEmpty();
        assertThat(outputs.held()).singleElement().matches(held -> held.sureness() == Sureness.POSSIBLE);
    }

    @Test
    void oneThatHasOnlyJustDiedIsLeftToTheNextLook() throws IOException {
        HeldOutputs outputs = outputs();
        outputs.died(death(40));
        pass(outputs, 4);
        reads.all.add(READ);
        process(900, 99_950, 1);
        outputs.died(death(50, below(900, 99_950)));
        pass(outputs, 4);
        assertThat(news).isEmpty();
        pass(outputs, 6);
        assertThat(news).hasSize(1);
    }

    @Test
    void oneLookServesAllWhoDieMeanwhile() throws IOException {
        HeldOutputs outputs = outputs();
        for (int i = 0; i < 60; i++) {
            outputs.died(death(50 + i));
            pass(outputs, 1);
        }
        assertThat(reads.asked).isBetween(8, 12);
    }
}
