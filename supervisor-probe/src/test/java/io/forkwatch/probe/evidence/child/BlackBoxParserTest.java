package io.forkwatch.probe.evidence.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.agent.child.BlackBoxFile;
import io.forkwatch.agent.child.RealBox;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.view.OwnWord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Of a file that a real JVM wrote, and of files of those that lie. */
class BlackBoxParserTest {
    private static final Clocks CLOCKS = Clocks.system();

    @TempDir
    private Path marker;

    private byte[] real() throws IOException {
        new RealBox(marker, 4242, 99, 4242)
                .beat("FooTest")
                .uncaught("worker \"1\"", new IllegalStateException("no; --password=geheim x"))
                .beat("BarTest --token=abc123def456")
                .exit("main");
        return Files.readAllBytes(marker.resolve(BlackBoxFile.name(4242, 99, 4242)));
    }

    private static OwnWord parse(byte[] file) throws IOException {
        return BlackBoxParser.parse(file, 4242, 99, 4242, CLOCKS).orElseThrow();
    }

    @Test
    void whatItsWriterSaidIsRead() throws IOException {
        OwnWord word = parse(real());

        assertThat(word.key().pid()).isEqualTo(4242);
        assertThat(word.beats()).isEqualTo(2);
        assertThat(CLOCKS.nanos() - word.beatNanos()).isNotNegative();
        assertThat(word.heap().orElseThrow().maxBytes()).isPositive();
        assertThat(word.uncaught().orElseThrow().thread()).isEqualTo("worker \"1\"");
        assertThat(word.uncaught().orElseThrow().type()).isEqualTo("java.lang.IllegalStateException");
        assertThat(word.uncaught().orElseThrow().frames().get(0))
                .startsWith("io.forkwatch.probe.evidence.child.BlackBoxParserTest.real(BlackBoxParserTest.java:");
        assertThat(word.outOfMemory()).isEmpty();
        assertThat(word.end().orElseThrow().how()).isEqualTo(OwnWord.How.EXIT_CALL);
        assertThat(word.end().orElseThrow().frames().get(0)).startsWith("io.forkwatch.agent.child.RealBox.exit(");
    }

    @Test
    void secretsStayInside() throws IOException {
        OwnWord word = parse(real());

        assertThat(word.uncaught().orElseThrow().message())
                .contains("--password=***")
                .doesNotContain("geheim");
        assertThat(word.status()).isEqualTo("BarTest --token=***");
    }

    @Test
    void aFileThatWasMadeAndSaysNothingIsNoLie() throws IOException {
        new RealBox(marker, 4242, 99, 4242);
        byte[] file = Files.readAllBytes(marker.resolve(BlackBoxFile.name(4242, 99, 4242)));

        assertThat(BlackBoxParser.parse(file, 4242, 99, 4242, CLOCKS)).isEmpty();
    }

    /** The older slot is what was there before. */
    @Test
    void aWriteThatWasCutShortCostsWhatItWouldHaveSaid() throws IOException {
        byte[] file = real();
        file[newest(file) + 1000] ^= 1;

        assertThat(parse(file).end()).isEmpty();
        assertThat(parse(file).status()).isEqualTo("BarTest --token=***");
    }

    private static int newest(byte[] file) {
        ByteBuffer numbers = ByteBuffer.wrap(file);
        int second = BlackBoxFile.FIRST + BlackBoxFile.SLOT;
        return numbers.getLong(BlackBoxFile.FIRST + BlackBoxFile.SEQUENCE)
                        > numbers.getLong(second + BlackBoxFile.SEQUENCE)
                ? BlackBoxFile.FIRST
                : second;
    }

    /** A JVM that computes its check right and says what cannot be. */
    private static byte[] lying(byte[] file, Consumer<ByteBuffer> lie) {
        int from = newest(file);
        byte[] slot = Arrays.copyOfRange(file, from, from + BlackBoxFile.SLOT);
        ByteBuffer numbers = ByteBuffer.wrap(slot);
        lie.accept(numbers);
        numbers.putLong(BlackBoxFile.CHECK, BlackBoxFile.check(new CRC32(), slot));
        System.arraycopy(slot, 0, file, from, BlackBoxFile.SLOT);
        return file;
    }

    @Test
    void hugeLengthsEndWithTheirRoom() throws IOException {
        byte[] file = lying(real(), slot -> {
            for (int at : new int[] {160, 416, 512, 672, 1024, 1392, 1488, 1888}) {
                slot.putShort(at, (short) 0xffff);
            }
        });

        assertThat(parse(file).status().length()).isLessThan(4096);
        assertThat(parse(file).uncaught().orElseThrow().thread().length()).isLessThan(4096);
    }

    @Test
    void figuresThatCannotBeAreLeftOut() throws IOException {
        byte[] file = lying(real(), slot -> {
            slot.putLong(BlackBoxFile.HEAP_USED, Long.MAX_VALUE);
            slot.putLong(BlackBoxFile.BEATS, -1);
            slot.putLong(BlackBoxFile.UNCAUGHT_NANOS, Long.MAX_VALUE);
            slot.putLong(BlackBoxFile.EXIT, 77);
        });

        OwnWord word = parse(file);
        assertThat(word.heap()).isEmpty();
        assertThat(word.beats()).isZero();
        assertThat(word.uncaught()).isEmpty();
        assertThat(word.end()).isEmpty();
    }

    /** As in another time namespace. */
    @Test
    void anotherMonotonicClockIsPutRightByTheWallClock() throws IOException {
        byte[] file = lying(real(), slot -> {
            slot.putLong(BlackBoxFile.BEAT_NANOS, slot.getLong(BlackBoxFile.BEAT_NANOS) + 1_000_000_000_000L);
            slot.putLong(BlackBoxFile.BEAT_MILLIS, slot.getLong(BlackBoxFile.BEAT_MILLIS) - 3_000);
        });

        long beat = parse(file).beatNanos();
        assertThat(CLOCKS.nanos() - beat).isBetween(3_000_000_000L, 600_000_000_000L);
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                lie("has 0 bytes", file -> new byte[0]),
                lie("has 4095 bytes", file -> Arrays.copyOf(file, 4095)),
                lie("has 4097 bytes", file -> Arrays.copyOf(file, 4097)),
                lie("does not begin as one", file -> new byte[4096]),
                lie("is of another process", file -> with(file, BlackBoxFile.PID, 1)),
                lie("is of another process", file -> with(file, BlackBoxFile.STARTTIME, 1)),
                lie("is of another process", file -> with(file, BlackBoxFile.ROOT, 1)),
                lie("has an interval of 0 ns", file -> with(file, BlackBoxFile.INTERVAL, 0)),
                lie("has an interval of -1 ns", file -> with(file, BlackBoxFile.INTERVAL, -1)),
                lie("has no slot that is whole", file -> {
                    Arrays.fill(file, BlackBoxFile.FIRST, file.length, (byte) 7);
                    return file;
                }),
                lie(
                        "has a beat that is yet to come",
                        file -> lying(file, slot -> {
                            slot.putLong(BlackBoxFile.BEAT_NANOS, Long.MAX_VALUE / 2);
                            slot.putLong(BlackBoxFile.BEAT_MILLIS, Long.MAX_VALUE / 2);
                        })));
    }

    private interface Lie {
        byte[] told(byte[] file);
    }

    private static Arguments lie(String complaint, Lie lie) {
        return Arguments.of(complaint, lie);
    }

    private static byte[] with(byte[] file, int at, long value) {
        ByteBuffer.wrap(file).putLong(at, value);
        return file;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void aLieIsRefusedWithOneComplaint(String complaint, Lie lie) throws IOException {
        byte[] file = lie.told(real());

        assertThatThrownBy(() -> BlackBoxParser.parse(file, 4242, 99, 4242, CLOCKS))
                .isInstanceOf(MalformedBoxException.class)
                .hasMessageContaining(complaint);
    }
}
