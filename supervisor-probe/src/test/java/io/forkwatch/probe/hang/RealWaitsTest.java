package io.forkwatch.probe.hang;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.procfs.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graph over the {@code /proc} of this machine, of processes that this JVM has started. */
class RealWaitsTest {
    private final ProcFs procFs = ProcFs.system();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process each : started) {
            each.descendants().forEach(ProcessHandle::destroyForcibly);
            each.destroyForcibly();
            each.waitFor(30, TimeUnit.SECONDS);
        }
    }

    private Process start(String... command) throws Exception {
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private ProcessKey key(long pid) throws Exception {
        return new ProcessKey(pid, procFs.stat(pid).starttimeTicks());
    }

    private Optional<Blockage> look(Process process) throws Exception {
        List<ProcessKey> tree = new ArrayList<>();
        for (ProcessHandle each : process.descendants().toList()) {
            tree.add(key(each.pid()));
        }
        return new WaitGraph(new Look(procFs, () -> OwnWaits.NONE)).why(key(process.pid()), tree);
    }

    private Blockage blockage(Process process, BlockedOn on) throws Exception {
        Patience.until(() -> look(process).filter(each -> each.on() == on).isPresent());
        return look(process).orElseThrow();
    }

    private List<BlockedLink> standing(Process process) throws Exception {
        return new WaitGraph(new Look(procFs, () -> OwnWaits.NONE)).standing(key(process.pid()));
    }

    @Test
    void nobodyReadsItsStderr() throws Exception {
        Process child = start("sh", "-c", "while :; do echo 0123456789 >&2; done");
        Blockage blockage = blockage(child, BlockedOn.OUTPUT);
        assertThat(blockage.sureness()).isEqualTo(Sureness.CERTAIN);
        assertThat(blockage.first().call()).isEqualTo("write");
        assertThat(blockage.first().target().stream()).isEqualTo("stderr");
        assertThat(blockage.first().target().unreadBytes()).isPresent();
        assertThat(blockage.first().target().isOurs()).isTrue();
        assertThat(blockage.first().target().idle()).isTrue();
        assertThat(look(child))
                .get()
                .satisfies(now -> assertThat(now.persists(blockage)).isTrue());
        long read = child.getErrorStream().skip(8_192);
        assertThat(read).isPositive();
        Patience.until(() -> look(child).filter(now -> now.persists(blockage)).isEmpty());
    }

    @Test
    void aPipelineIsFollowedToThisJvm() throws Exception {
        Process child = start("sh", "-c", "yes | cat; true");
        Patience.until(() -> look(child).map(each -> each.links().size()).orElse(0) == 3);
        Blockage blockage = blockage(child, BlockedOn.OUTPUT);
        assertThat(blockage.links()).extracting(BlockedLink::comm).containsExactly("sh", "yes", "cat");
        assertThat(blockage.links().get(2).target().isOurs()).isTrue();
    }

    @Test
    void oneOfTwoHoldsTheLock(@TempDir Path folder) throws Exception {
        Path lock = Files.createFile(folder.resolve("lock"));
        Process holder = start("flock", lock.toString(), "sh", "-c", "echo locked; exec sleep 600");
        assertThat(holder.inputReader().readLine()).isEqualTo("locked");
        Process waits = start("flock", lock.toString(), "true");
        Blockage blockage = blockage(waits, BlockedOn.FILE_LOCK);
        assertThat(blockage.sureness()).isEqualTo(Sureness.CERTAIN);
        assertThat(blockage.first().target().name()).isEqualTo(lock.toString());
        assertThat(blockage.first().target().holders())
                .singleElement()
                .satisfies(party -> assertThat(party.who().pid()).isEqualTo(holder.pid()));
        assertThat(blockage.links().get(blockage.links().size() - 1).doing()).isEqualTo(Doing.SLEEPS);
        assertThat(look(holder)).isEmpty();
    }

    /** The one that locked it is dead, and its descriptor lives on in another. */
    @Test
    void theHolderOfAnInheritedLockIsFound(@TempDir Path folder) throws Exception {
        Path lock = Files.createFile(folder.resolve("lock"));
        Process holder = start("sh", "-c", "exec 9>>" + lock + "; flock 9; echo locked; read line");
        assertThat(holder.inputReader().readLine()).isEqualTo("locked");
        Process waits = start("flock", lock.toString(), "true");
        assertThat(blockage(waits, BlockedOn.FILE_LOCK).first().target().holders())
                .extracting(party -> party.who().pid())
                .containsExactly(holder.pid());
    }

    @Test
    void aStoppedOneNamesTheCallItIsIn() throws Exception {
        Process child = start("sleep", "600");
        Patience.until(() -> standing(child).get(0).doing() == Doing.SLEEPS);
        start("kill", "-STOP", Long.toString(child.pid()));
        Blockage blockage = blockage(child, BlockedOn.STOPPED);
        assertThat(blockage.first().call()).contains("sleep");
        assertThat(blockage.sureness()).isEqualTo(Sureness.CERTAIN);
    }

    @Test
    void whoWaitsForInputIsNotHeldUp() throws Exception {
        Process child = start("sh", "-c", "cat; true");
        Patience.until(() -> isSecond(child, Doing.READS_STDIN));
        assertThat(look(child)).isEmpty();
        assertThat(standing(child).get(1).target().isOurs()).isTrue();
    }

    @Test
    void whoSleepsIsNotHeldUp() throws Exception {
        Process child = start("sh", "-c", "sleep 600; true");
        Patience.until(() -> isSecond(child, Doing.SLEEPS));
        assertThat(look(child)).isEmpty();
    }

    /** Meanwhile the shell may be between its child's birth and its own wait for it. */
    private boolean isSecond(Process process, Doing doing) throws Exception {
        List<BlockedLink> links = standing(process);
        return links.size() == 2 && links.get(1).doing() == doing;
    }

    /** A JVM is never held up by its idle threads, nor is this one. */
    @Test
    void thisJvmIsNotHeldUp() throws Exception {
        Optional<Blockage> why = new WaitGraph(new Look(procFs, OwnWaits::ofThisJvm))
                .why(key(ProcessHandle.current().pid()), List.of());
        assertThat(why.filter(each -> each.on() == BlockedOn.LOCK)).isEmpty();
    }
}
