package io.forkwatch.probe.evidence.kernel;

import static org.assertj.core.api.Assertions.assertThatIOException;

import io.forkwatch.probe.OddFile;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the agent does with a real log is for the end-to-end tests. */
class KernelLogFileTest {
    /** One that opens no package, as if that were refused. */
    private static final Instrumentation REFUSING = (Instrumentation) Proxy.newProxyInstance(
            KernelLogFileTest.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) -> null);

    @Test
    void aLogWhoseReadsWouldBlockIsNotOpened(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("kmsg"));
        assertThatIOException()
                .isThrownBy(() -> new KernelLogFile(file.toString(), REFUSING).open())
                .withMessageContaining("would block");
    }

    /** As some containers have it. */
    @ParameterizedTest
    @EnumSource(names = {"FIFO", "LINK_TO_FIFO", "DIRECTORY", "LINK_TO_ENDLESS_DEVICE"})
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsNotTheKernelsLogIsNotOpened(OddFile odd, @TempDir Path directory) throws Exception {
        Path file = odd.make(directory.resolve("kmsg"));
        assertThatIOException()
                .isThrownBy(() -> new KernelLogFile(file.toString(), REFUSING).open())
                .withMessage(file + " is not the kernel's log");
    }

    @Test
    void aLogThatIsNotThereIsNotOpened(@TempDir Path directory) {
        assertThatIOException()
                .isThrownBy(() -> new KernelLogFile(directory.resolve("kmsg").toString(), REFUSING).open());
    }
}
