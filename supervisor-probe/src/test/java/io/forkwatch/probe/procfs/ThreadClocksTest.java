package io.forkwatch.probe.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ThreadClocksTest {
    @TempDir
    private Path mount;

    private ThreadClocks clocks(String schedstat) throws IOException {
        Path task = Files.createDirectories(mount.resolve("4711/task/4712"));
        Files.writeString(task.resolve("schedstat"), schedstat);
        Files.createSymbolicLink(mount.resolve("thread-self"), Path.of("4711/task/4712"));
        ThreadClocks clocks = new ThreadClocks(mount);
        clocks.follow("sampler");
        return clocks;
    }

    @Test
    void aThreadHasTheFirstNumberOfItsFile() throws IOException {
        assertThat(clocks("204530211 9871 44\n").nanos()).containsExactly(entry("sampler", 204_530_211L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 0\n", "", "x 1 2\n", "-5 1 2\n"})
    void whatTheKernelDoesNotTellIsAbsent(String schedstat) throws IOException {
        assertThat(clocks(schedstat).nanos()).isEmpty();
    }

    @Test
    void aThreadThatHasEndedIsAbsent() throws IOException {
        ThreadClocks clocks = clocks("1 1 1\n");
        Files.delete(mount.resolve("4711/task/4712/schedstat"));

        assertThat(clocks.nanos()).isEmpty();
    }

    @Test
    void aKernelWithoutTheLinkHasNoClocks() {
        ThreadClocks clocks = new ThreadClocks(mount);
        clocks.follow("sampler");

        assertThat(clocks.nanos()).isEmpty();
    }

    @Test
    void aLivingThreadIsReadByAnother() throws InterruptedException {
        ThreadClocks clocks = ThreadClocks.system();
        CountDownLatch followed = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            clocks.follow("worker");
            followed.countDown();
            await(end);
        });
        thread.start();
        await(followed);

        assertThat(clocks.nanos())
                .containsOnlyKeys("worker")
                .allSatisfy((name, nanos) -> assertThat(nanos).isPositive());
        end.countDown();
        thread.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
