package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StderrTeeTest {
    private static final byte[] TEXT = "one\ntwo\nthree\n".getBytes(StandardCharsets.US_ASCII);

    private final AtomicReference<Throwable> lastFault = new AtomicReference<>();
    private final TailRing ring = new TailRing(1024);
    private final InputStream tee = new StderrTee(new ByteArrayInputStream(TEXT), ring, lastFault);

    @Test
    void givesEveryByteAndKeepsIt() throws IOException {
        ring.attached();
        assertThat(new BufferedInputStream(tee).readAllBytes()).isEqualTo(TEXT);
        assertThat(ring.lastBytes()).isEqualTo(TEXT);
        assertThat(ring.isComplete()).isTrue();
    }

    @Test
    void singleBytesAreKeptToo() throws IOException {
        assertThat(tee.read()).isEqualTo('o');
        assertThat(tee.read()).isEqualTo('n');
        assertThat(ring.lastBytes()).isEqualTo(new byte[] {'o', 'n'});
    }

    @Test
    void allByteValuesComeOutUnsigned() throws IOException {
        InputStream high = new StderrTee(new ByteArrayInputStream(new byte[] {(byte) 0xff, 0}), ring, lastFault);

        assertThat(high.read()).isEqualTo(255);
        assertThat(high.read()).isZero();
        assertThat(high.read()).isEqualTo(-1);
    }

    @Test
    void whatIsSkippedWasReadAllTheSame() throws IOException {
        assertThat(tee.skip(4)).isEqualTo(4);
        assertThat(tee.readAllBytes()).isEqualTo("two\nthree\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(ring.lastBytes()).isEqualTo(TEXT);
    }

    @Test
    void onlyWhatWasReadIsKept() throws IOException {
        assertThat(tee.readNBytes(4)).hasSize(4);
        assertThat(tee.available()).isEqualTo(TEXT.length - 4);
        assertThat(ring.lastBytes()).hasSize(4);
    }

    @Test
    void closingClosesThePipeAndEndsTheTail() throws IOException {
        ring.attached();
        InputStream closing = new StderrTee(new BufferedInputStream(InputStream.nullInputStream()), ring, lastFault);

        closing.close();

        assertThat(ring.isComplete()).isTrue();
        assertThatThrownBy(closing::read).isInstanceOf(IOException.class);
    }

    @Test
    void aFailureOfItsOwnNeverReachesTheReader() throws IOException {
        TailRing broken = new TailRing(-1);

        assertThat(new StderrTee(new ByteArrayInputStream(TEXT), broken, lastFault).readAllBytes())
                .isEqualTo(TEXT);
        assertThat(lastFault.get()).isNotNull();
    }
}
