package io.forkwatch.probe.sweep;

import static io.forkwatch.probe.sweep.SweepLab.isThere;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody does between two steps of a removal: it ends, and nothing that was not judged is touched. */
class RemovalTest {
    @TempDir
    private Path directory;

    private SweepLab lab;
    private Path job;
    private Path precious;

    @BeforeEach
    void makeJob() throws IOException {
        lab = new SweepLab(directory.resolve("work"));
        job = lab.workspace("job-1");
        precious = directory.resolve("precious");
        Files.writeString(Files.createDirectories(precious.resolve("src")).resolve("a"), "kept");
        Files.writeString(precious.resolve("b"), "kept");
    }

    /** What is done to a directory whose turn it is. */
    enum Trick {
        SWAPPED_FOR_A_LINK {
            @Override
            void play(Path victim, Path precious) throws IOException {
                Files.move(victim, victim.resolveSibling("moved"));
                Files.createSymbolicLink(victim, precious);
            }
        },
        SWAPPED_FOR_ANOTHER {
            @Override
            void play(Path victim, Path precious) throws IOException {
                Files.move(victim, victim.resolveSibling("moved"));
                Files.move(precious, victim);
                Files.createDirectory(precious);
            }
        },
        RECREATED {
            @Override
            void play(Path victim, Path precious) throws IOException {
                Files.move(victim, victim.resolveSibling("moved"));
                Files.createDirectory(victim);
            }
        },
        SWAPPED_FOR_A_FILE {
            @Override
            void play(Path victim, Path precious) throws IOException {
                Files.move(victim, victim.resolveSibling("moved"));
                Files.writeString(victim, "new");
            }
        },
        GONE {
            @Override
            void play(Path victim, Path precious) throws IOException {
                Files.move(victim, victim.resolveSibling("moved"));
            }
        };

        abstract void play(Path victim, Path precious) throws IOException;
    }

    private void assertNothingElseIsGone(Trick trick, Path victim) throws IOException {
        Path kept = trick == Trick.SWAPPED_FOR_ANOTHER ? victim : precious;
        assertThat(kept.resolve("src/a")).hasContent("kept");
        assertThat(kept.resolve("b")).hasContent("kept");
        assertThat(isThere(victim)).isEqualTo(trick != Trick.GONE);
    }

    @ParameterizedTest
    @EnumSource
    void beforeItIsOpened(Trick trick) throws IOException {
        lab.at("before/job-1", () -> trick.play(job, precious));
        Sweeper sweeper = lab.sweeper(true);
        sweeper.doWork();
        assertThat(lab.said()).hasSize(1).first().asString().matches("(changed|refused) job-1");
        assertThat(sweeper.view().failures()).isEqualTo(1);
        assertThat(sweeper.view().removed()).isZero();
        assertThat(lab.root.resolve("moved/src/a")).hasContent("abc");
        assertNothingElseIsGone(trick, job);
    }

    @ParameterizedTest
    @EnumSource
    void onceItIsOpen(Trick trick) throws IOException {
        lab.at("opened/job-1", () -> trick.play(job, precious));
        lab.sweeper(true).doWork();
        assertThat(lab.said()).hasSize(1).first().asString().matches("(changed|refused) job-1");
        assertNothingElseIsGone(trick, job);
    }

    @ParameterizedTest
    @EnumSource
    void beforeADirectoryInItIsOpened(Trick trick) throws IOException {
        lab.at("before/src", () -> trick.play(job.resolve("src"), precious));
        lab.sweeper(true).doWork();
        assertThat(lab.said()).hasSize(1).first().asString().matches("(changed|refused) job-1");
        assertThat(job.resolve("moved/a")).hasContent("abc");
        Path victim = job.resolve("src");
        if (trick == Trick.SWAPPED_FOR_ANOTHER) {
            assertThat(victim.resolve("src/a")).hasContent("kept");
        } else {
            assertThat(precious.resolve("src/a")).hasContent("kept");
        }
    }

    /** Its path is another's by then; the one that was judged is the one that is removed. */
    @Test
    void whatIsOpenIsTheOneThatWasJudged() throws IOException {
        lab.at("opened/src", () -> Trick.SWAPPED_FOR_A_LINK.play(job.resolve("src"), precious));
        lab.sweeper(true).doWork();
        assertThat(lab.said()).containsExactly("changed job-1");
        assertThat(job.resolve("moved")).isEmptyDirectory();
        assertThat(precious.resolve("src/a")).hasContent("kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"before/job-1", "before/src", "opened/job-1"})
    void whoBeginsToWorkInItEndsTheRemoval(String step) throws IOException {
        Path fresh = job.resolve("src/new");
        lab.at(step, () -> {
            Files.writeString(fresh, "new");
            lab.touch(fresh);
            lab.touch(job.resolve("src"));
        });
        lab.sweeper(true).doWork();
        assertThat(lab.said()).containsExactly("changed job-1");
        assertThat(fresh).hasContent("new");
        assertThat(job.resolve("src/a")).hasContent("abc");
    }

    @Test
    void aFileThatComesWhileItIsEmptiedKeepsIt() throws IOException {
        Path fresh = job.resolve("src/new");
        lab.at("opened/src", () -> {
            Files.writeString(fresh, "new");
            lab.touch(fresh);
        });
        lab.sweeper(true).doWork();
        assertThat(lab.said()).hasSize(1).first().asString().matches("(changed|refused) job-1");
        assertThat(fresh).hasContent("new");
    }

    @Test
    void theEndOfThisJvmEndsIt() throws IOException {
        Sweeper sweeper = lab.sweeper(true);
        lab.at("opened/src", sweeper::stop);
        sweeper.doWork();
        assertThat(lab.said()).containsExactly("out_of_time job-1");
        assertThat(job.resolve("src/a")).hasContent("abc");
    }
}
