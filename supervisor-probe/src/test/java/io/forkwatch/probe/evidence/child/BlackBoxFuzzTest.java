package io.forkwatch.probe.evidence.child;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.forkwatch.agent.child.BlackBoxFile;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.view.OwnWord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;

/** Whatever the bytes are: they are refused, or give texts with an end and times that have been. Regression mode runs the seeds only. */
@Tag("fuzz")
class BlackBoxFuzzTest {
    private static final long NOW_NANOS = 1_000_000_000_000_000L;
    private static final Clocks CLOCKS = new Clocks(() -> NOW_NANOS, () -> Instant.ofEpochSecond(1_800_000_000));

    @FuzzTest(maxDuration = "1m")
    void anyBytesAreRefusedOrGiveAWord(byte[] input) {
        check(input);
        check(framed(input));
    }

    /** With a head and a check that are right, so that what is behind them is reached. */
    private static byte[] framed(byte[] input) {
        byte[] slot = Arrays.copyOf(input, BlackBoxFile.SLOT);
        ByteBuffer numbers = ByteBuffer.wrap(slot);
        numbers.putLong(BlackBoxFile.SEQUENCE, 1);
        numbers.putLong(BlackBoxFile.CHECK, BlackBoxFile.check(new CRC32(), slot));
        byte[] file = new byte[BlackBoxFile.BYTES];
        System.arraycopy(slot, 0, file, BlackBoxFile.FIRST, slot.length);
        ByteBuffer head = ByteBuffer.wrap(file);
        head.putLong(0, BlackBoxFile.MAGIC);
        head.putLong(BlackBoxFile.PID, 4242);
        head.putLong(BlackBoxFile.STARTTIME, 99);
        head.putLong(BlackBoxFile.ROOT, 4242);
        head.putLong(BlackBoxFile.INTERVAL, 1_000_000_000);
        return file;
    }

    private static void check(byte[] file) {
        try {
            BlackBoxParser.parse(file, 4242, 99, 4242, CLOCKS).ifPresent(BlackBoxFuzzTest::check);
        } catch (MalformedBoxException refused) {
            assertThat(refused).hasMessageMatching("(has|is|does) .{1,80}");
        }
    }

    private static void check(OwnWord word) {
        assertThat(NOW_NANOS - word.beatNanos()).isNotNegative();
        assertThat(word.beats()).isNotNegative();
        assertThat(word.status().length()).isLessThanOrEqualTo(4_097);
        word.uncaught().ifPresent(uncaught -> {
            assertThat(NOW_NANOS - uncaught.nanos()).isNotNegative();
            assertThat(uncaught.what().length()).isLessThanOrEqualTo(10_000);
        });
        word.end().ifPresent(end -> assertThat(NOW_NANOS - end.nanos()).isNotNegative());
    }
}
