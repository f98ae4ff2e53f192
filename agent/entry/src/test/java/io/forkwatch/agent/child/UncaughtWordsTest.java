package io.forkwatch.agent.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody caught is written down, and then told as it would have been told without us. */
@SuppressWarnings("removal") // Up to Java 19 a ThreadDeath is told to nobody.
class UncaughtWordsTest {
    @TempDir
    private Path directory;

    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<Throwable> handed = new ArrayList<>();

    @BeforeEach
    void anEarThatHears() {
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void asItWas() {
        System.setErr(err);
        Thread.setDefaultUncaughtExceptionHandler(null);
    }

    private BlackBox box() throws IOException {
        return BlackBox.create(directory.resolve("box"), new byte[BlackBoxFile.BYTES], 1, 0);
    }

    private String ofJdk(Throwable thrown) {
        Thread.setDefaultUncaughtExceptionHandler(null);
        Thread current = Thread.currentThread();
        current.getThreadGroup().uncaughtException(current, thrown);
        String text = printed.toString(StandardCharsets.UTF_8);
        printed.reset();
        return text;
    }

    @Test
    void itPrintsWhatTheJdkPrints() throws IOException {
        IllegalStateException thrown = new IllegalStateException("boom", new IOException("below"));
        String expected = ofJdk(thrown);
        assertThat(expected)
                .startsWith("Exception in thread \"" + Thread.currentThread().getName() + "\" java.");
        UncaughtWords words =
                new UncaughtWords(box(), Optional.empty(), Runtime.version().feature());
        Thread.setDefaultUncaughtExceptionHandler(words);

        Thread current = Thread.currentThread();
        current.getThreadGroup().uncaughtException(current, thrown);

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
        assertThat(Files.readString(directory.resolve("box"), StandardCharsets.ISO_8859_1))
                .contains("java.lang.IllegalStateException", "boom", "UncaughtWordsTest.itPrints");
    }

    @Test
    void theHandlerBeforeGetsItAndNothingIsPrinted() throws IOException {
        IllegalStateException thrown = new IllegalStateException("boom");
        UncaughtWords words = new UncaughtWords(box(), Optional.of((thread, each) -> handed.add(each)), 25);

        words.uncaughtException(Thread.currentThread(), thrown);

        assertThat(handed).containsExactly(thrown);
        assertThat(printed.size()).isZero();
    }

    /** As those do that add to what was there: without us there was none, and nobody would have printed. */
    @Test
    void calledByALaterHandlerItPrintsNothing() throws IOException {
        UncaughtWords words = new UncaughtWords(box(), Optional.empty(), 25);
        Thread.setDefaultUncaughtExceptionHandler((thread, each) -> words.uncaughtException(thread, each));

        words.uncaughtException(Thread.currentThread(), new IllegalStateException("boom"));

        assertThat(printed.size()).isZero();
    }

    @Test
    void aThreadDeathIsSilentWhereTheJdkIsSilent() throws IOException {
        for (int feature : new int[] {8, 11, 17, 25}) {
            printed.reset();
            UncaughtWords words = new UncaughtWords(
                    BlackBox.create(directory.resolve("of" + feature), new byte[4096], 1, 0),
                    Optional.empty(),
                    feature);
            Thread.setDefaultUncaughtExceptionHandler(words);

            words.uncaughtException(Thread.currentThread(), new ThreadDeath());

            assertThat(printed.size() > 0).isEqualTo(feature == 25);
        }
    }

    /** Its own message may be what fails. */
    @Test
    void whatCannotBeWrittenDownIsPrintedAllTheSame() throws IOException {
        UncaughtWords words = new UncaughtWords(box(), Optional.of((thread, each) -> handed.add(each)), 25);
        RuntimeException bad = new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException("no message");
            }
        };

        words.uncaughtException(Thread.currentThread(), bad);

        assertThat(handed).containsExactly(bad);
    }
}
