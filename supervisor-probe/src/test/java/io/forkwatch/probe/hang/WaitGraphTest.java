package io.forkwatch.probe.hang;

import static io.forkwatch.probe.hang.FakeSight.SELF;
import static io.forkwatch.probe.hang.FakeSight.key;
import static io.forkwatch.probe.hang.WaitingPrograms.FOREVER;
import static io.forkwatch.probe.hang.WaitingPrograms.IN;
import static io.forkwatch.probe.hang.WaitingPrograms.OUT;
import static io.forkwatch.probe.hang.WaitingPrograms.WAIT_BITSET;
import static io.forkwatch.probe.hang.WaitingPrograms.epoll;
import static io.forkwatch.probe.hang.WaitingPrograms.hidden;
import static io.forkwatch.probe.hang.WaitingPrograms.supervised;
import static io.forkwatch.probe.hang.WaitingPrograms.why;
import static io.forkwatch.probe.procfs.task.CallKind.EPOLL;
import static io.forkwatch.probe.procfs.task.CallKind.FUTEX;
import static io.forkwatch.probe.procfs.task.CallKind.POLL;
import static io.forkwatch.probe.procfs.task.CallKind.READ;
import static io.forkwatch.probe.procfs.task.CallKind.SLEEP;
import static io.forkwatch.probe.procfs.task.CallKind.WAIT_ID;
import static io.forkwatch.probe.procfs.task.CallKind.WAIT_PID;
import static io.forkwatch.probe.procfs.task.CallKind.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.hang.Sight.SeenThread;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.process.hang.Medium;
import io.forkwatch.probe.process.hang.Party;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.procfs.task.TaskCall;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a wait is followed to its end, and what makes it more or less sure. */
class WaitGraphTest {
    @Test
    void whoReadsIsThisJvmWhereNoThreadReads() {
        Blockage blockage = why(supervised("yes")
                .in(200, "write", WRITE, 1)
                .unread(OUT, 65_536)
                .waits("Launcher.run(Launcher.java:61)", false));
        assertThat(blockage.links()).singleElement().satisfies(link -> {
            assertThat(link.doing()).isEqualTo(Doing.WRITES);
            assertThat(link.call()).isEqualTo("write");
            assertThat(link.target().stream()).isEqualTo("stdout");
            assertThat(link.target().medium()).isEqualTo(Medium.PIPE);
            assertThat(link.target().unreadBytes()).hasValue(65_536);
            assertThat(link.target().isOurs()).isTrue();
            assertThat(link.target().idle()).isTrue();
        });
        assertThat(blockage.waiter())
                .get()
                .satisfies(waiter -> assertThat(waiter.place()).isEqualTo("Launcher.run(Launcher.java:61)"));
        assertThat(blockage.rightsMissing()).isFalse();
    }

    /** It is about to go on, however full the pipe is. */
    @Test
    void aThreadThatReadsIsNotIdle() {
        Blockage blockage = why(supervised("yes")
                .in(200, "write", WRITE, 1)
                .unread(OUT, 65_536)
                .in(SELF, SELF + 9, "my-drain", "read", READ, 6));
        assertThat(blockage.first().target().idle()).isFalse();
        assertThat(blockage.sureness()).isEqualTo(Sureness.LIKELY);
    }

    @ParameterizedTest
    @CsvSource({
        "pipe:[12], pipe:[13], pipe:[12], stdout",
        "pipe:[12], pipe:[13], pipe:[13], stderr",
        "pipe:[13], pipe:[13], pipe:[13], stderr",
        "pipe:[12], pipe:[12], pipe:[12], stdout",
        "pipe:[99], pipe:[99], pipe:[99], stdout/stderr",
        "pipe:[12], pipe:[13], pipe:[20], ''",
    })
    void theStreamIsToldByWhatItLeadsTo(String one, String two, String written, String stream) {
        FakeSight sight = new FakeSight()
                .process(200, 1, "sh")
                .fd(200, 0, IN, "r")
                .fd(200, 1, one, "w")
                .fd(200, 2, two, "w")
                .fd(200, 7, written, "w")
                .in(200, "write", WRITE, 7);
        assertThat(why(sight).first().target().stream()).isEqualTo(stream);
    }

    @Test
    void aChainIsFollowedToItsEnd() {
        FakeSight sight = supervised("sh")
                .in(200, "wait4", WAIT_PID, FOREVER)
                .process(201, 200, "yes")
                .fd(201, 1, "pipe:[20]", "w")
                .in(201, "write", WRITE, 1)
                .unread("pipe:[20]", 65_536)
                .process(202, 200, "cat")
                .fd(202, 0, "pipe:[20]", "r")
                .fd(202, 1, OUT, "w")
                .in(202, "write", WRITE, 1)
                .unread(OUT, 65_536);
        Blockage blockage = why(sight);
        assertThat(blockage.links()).extracting(BlockedLink::comm).containsExactly("sh", "yes", "cat");
        assertThat(blockage.held()).isEqualTo(3);
        assertThat(blockage.sureness()).isEqualTo(Sureness.CERTAIN);
        assertThat(blockage.links().get(2).target().isOurs()).isTrue();
        assertThat(blockage.links().get(1).target().holders())
                .extracting(Party::comm)
                .containsExactly("cat");
    }

    @ParameterizedTest
    @CsvSource({"1, 201", "3, 8", "0, 0"})
    void whichChildIsInTheArguments(int kind, long id) {
        FakeSight sight = supervised("x")
                .in(200, "waitid", WAIT_ID, kind, id)
                .info(200, 8, "Pid:\t201\n")
                .process(201, 200, "sleep", 'T', false, 0, false);
        assertThat(why(sight).links()).extracting(BlockedLink::comm).containsExactly("x", "sleep");
        assertThat(why(sight).on()).isEqualTo(BlockedOn.STOPPED);
    }

    @Test
    void aPidfdIsAChildAsWell() {
        FakeSight sight = supervised("python3")
                .fd(200, 8, "anon_inode:[pidfd]", "rw")
                .info(200, 8, "Pid:\t201\n")
                .in(200, "poll", POLL, 1, 1, FOREVER)
                .process(201, 200, "sleep", 'T', false, 0, false);
        assertThat(why(sight).links()).extracting(BlockedLink::comm).containsExactly("python3", "sleep");
        assertThat(why(sight).sureness()).isEqualTo(Sureness.LIKELY);
    }

    /** One of two is held up, and it waits for any. */
    @Test
    void aChildThatWorksMakesItLessSure() {
        FakeSight sight = supervised("make")
                .in(200, "wait4", WAIT_PID, FOREVER)
                .process(201, 200, "sleep")
                .in(201, "clock_nanosleep", SLEEP)
                .process(202, 200, "sleep", 'T', false, 0, false);
        assertThat(why(sight).sureness()).isEqualTo(Sureness.LIKELY);
    }

    /** An event loop says nothing of its children: what is held up is found all the same. */
    @Test
    void aDescendantThatIsHeldUpIsFoundBelowOneThatIsNot() {
        FakeSight sight = epoll(supervised("node"), "tfd: 5 events: 19", FOREVER)
                .process(201, 200, "sleep", 'T', false, 0, false);
        Blockage blockage =
                new WaitGraph(sight).why(key(200), List.of(key(201))).orElseThrow();
        assertThat(blockage.root()).isEqualTo(key(200));
        assertThat(blockage.first().who()).isEqualTo(key(201));
        assertThat(blockage.sureness()).isEqualTo(Sureness.CERTAIN);
    }

    @Test
    void thoseWhoWriteToEachOtherAreACycle() {
        FakeSight sight = new FakeSight()
                .process(200, 1, "a")
                .fd(200, 1, "pipe:[1]", "w")
                .fd(200, 3, "pipe:[2]", "r")
                .in(200, "write", WRITE, 1)
                .process(201, 1, "b")
                .fd(201, 1, "pipe:[2]", "w")
                .fd(201, 3, "pipe:[1]", "r")
                .in(201, "write", WRITE, 1);
        Blockage blockage = why(sight);
        assertThat(blockage.cycle()).isTrue();
        assertThat(blockage.links()).extracting(BlockedLink::comm).containsExactly("a", "b");
    }

    /** Its other threads may read yet. */
    @Test
    void aJvmWithAReaperForWhoWritesToItIsNoCycle() {
        FakeSight sight = new FakeSight()
                .process(200, 201, "sh")
                .fd(200, 2, "pipe:[1]", "w")
                .in(200, "write", WRITE, 2)
                .process(201, 1, "java")
                .in(201, 201, "java", "futex", FUTEX, 1, WAIT_BITSET)
                .in(201, 202, "process reaper", "wait4", WAIT_PID, 200)
                .fd(201, 8, "pipe:[1]", "r");
        Blockage blockage = why(sight);
        assertThat(blockage.on()).isEqualTo(BlockedOn.OUTPUT);
        assertThat(blockage.cycle()).isFalse();
    }

    /** {@code p = Popen(["cat"], stdin=PIPE); p.wait()}. */
    @Test
    void whoWaitsForAChildThatWaitsForItsInputIsACycle() {
        FakeSight sight = new FakeSight()
                .process(200, 1, "python3")
                .fd(200, 4, "pipe:[1]", "w")
                .in(200, "wait4", WAIT_PID, 201)
                .process(201, 200, "cat")
                .fd(201, 0, "pipe:[1]", "r")
                .in(201, "read", READ, 0);
        Blockage blockage = why(sight);
        assertThat(blockage.cycle()).isTrue();
        assertThat(blockage.on()).isEqualTo(BlockedOn.PIPE);
        assertThat(blockage.sureness()).isEqualTo(Sureness.LIKELY);
        assertThat(new WaitGraph(sight).why(key(201), List.of()))
                .get()
                .satisfies(child -> assertThat(child.cycle()).isTrue());
    }

    @Test
    void aLongChainIsCut() {
        FakeSight sight = new FakeSight();
        for (long pid = 200; pid < 300; pid++) {
            sight.process(pid, pid - 1, "sh").in(pid, "wait4", WAIT_PID, pid + 1);
        }
        sight.process(300, 299, "sleep", 'T', false, 0, false);
        assertThat(new WaitGraph(sight).why(key(200), List.of())).isEmpty();
        assertThat(new WaitGraph(sight).why(key(295), List.of())).isPresent();
    }

    @Test
    void anotherProcessWithItsPidIsAnotherOne() {
        FakeSight sight = new FakeSight().process(200, 1, "sleep", 'T', false, 0, false);
        assertThat(new WaitGraph(sight).why(new ProcessKey(200, 1), List.of())).isEmpty();
    }

    @Test
    void itGoesOnWhenAThreadHasRunOrSomebodyHasRead() {
        Blockage before = why(supervised("yes").in(200, "write", WRITE, 1).unread(OUT, 65_536));
        Blockage read = why(supervised("yes").in(200, "write", WRITE, 1).unread(OUT, 61_440));
        Blockage ran = why(supervised("yes")
                .unread(OUT, 65_536)
                .thread(
                        200,
                        new SeenThread(200, "yes", 'S', Optional.of(TaskCall.of("write", WRITE, 1)), false, 8, "")));
        assertThat(before.persists(before)).isTrue();
        assertThat(read.persists(before)).isFalse();
        assertThat(ran.persists(before)).isFalse();
    }

    /** Its timers go on while not a byte is read. */
    @Test
    void anEventLoopMayHaveRun() {
        FakeSight first =
                epoll(supervised("node"), "tfd: 1 events: 1c", FOREVER).unread(OUT, 64_000);
        FakeSight then = supervised("node")
                .fd(200, 3, "anon_inode:[eventpoll]", "rw")
                .info(200, 3, "tfd: 1 events: 1c")
                .unread(OUT, 64_000)
                .thread(
                        200,
                        new SeenThread(
                                200, "node", 'S', Optional.of(TaskCall.of("epoll_wait", EPOLL, 3)), false, 9, ""));
        assertThat(why(then).persists(why(first))).isTrue();
    }

    @Test
    void whatMayNotBeReadIsSaid() {
        Blockage blockage =
                why(supervised("yes").thread(200, hidden("pipe_write")).unread(OUT, 65_536));
        assertThat(blockage.rightsMissing()).isTrue();
        assertThat(blockage.first().target().stream()).isEqualTo("stdout");
        assertThat(blockage.first().call()).isEmpty();
    }
}
