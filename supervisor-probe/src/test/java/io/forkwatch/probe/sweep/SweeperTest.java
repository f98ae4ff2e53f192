package io.forkwatch.probe.sweep;

import static io.forkwatch.probe.sweep.SweepLab.isThere;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.advice.SweepNews;
import io.forkwatch.probe.process.advice.SweepView;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files and real processes; what happens between two steps of a removal is in {@link RemovalTest}. */
class SweeperTest {
    @TempDir
    private Path directory;

    private SweepLab lab;

    @BeforeEach
    void makeLab() throws IOException {
        lab = new SweepLab(directory.resolve("work"));
    }

    @Test
    void whatNobodyUsesIsToldOnceWithSizeAndAge() throws IOException {
        lab.workspace("job-1");
        Sweeper sweeper = lab.sweeper(false);
        sweeper.doWork();
        sweeper.doWork();
        assertThat(lab.said()).containsExactly("left_over job-1");
        SweepNews told = lab.news.get(0);
        assertThat(told.bytes()).isEqualTo(5);
        assertThat(told.entries()).isEqualTo(4);
        assertThat(TimeUnit.NANOSECONDS.toMinutes(told.ageNanos())).isBetween(2_870L, 2_890L);
        assertThat(sweeper.doWork()).isEqualTo(TimeUnit.HOURS.toNanos(1));
        assertThat(sweeper.view()).isEqualTo(new SweepView(1, 5, 0, 0, 0));
        assertThat(isThere(lab.root.resolve("job-1/src/a"))).isTrue();
    }

    @Test
    void itIsRemovedWhereThatIsWanted() throws IOException {
        Path job = lab.workspace("job-1");
        Sweeper sweeper = lab.sweeper(true);
        sweeper.doWork();
        assertThat(lab.said()).containsExactly("removed job-1");
        assertThat(isThere(job)).isFalse();
        assertThat(sweeper.view()).isEqualTo(new SweepView(0, 0, 1, 5, 0));
    }

    @Test
    void whatGoesByItselfIsLeftOverNoMore() throws IOException {
        Path job = lab.workspace("job-1");
        Sweeper sweeper = lab.sweeper(false);
        sweeper.doWork();
        Files.move(job, directory.resolve("elsewhere"));
        sweeper.doWork();
        assertThat(sweeper.view()).isEqualTo(SweepView.NONE);
    }

    @Test
    void whatHasChangedAnywhereInItIsFresh() throws IOException {
        lab.touch(lab.workspace("by-itself"));
        lab.touch(lab.workspace("by-a-directory").resolve("src"));
        lab.touch(lab.workspace("by-a-file").resolve("src/a"));
        Path later = lab.workspace("of-the-future").resolve("b");
        Files.setLastModifiedTime(later, FileTime.from(lab.now.plusSeconds(9)));
        Files.createDirectory(lab.root.resolve("empty-and-new"));
        lab.touch(lab.root.resolve("empty-and-new"));
        lab.sweeper(true).doWork();
        assertThat(lab.news).isEmpty();
        assertThat(lab.root.toFile().list()).hasSize(5);
    }

    @Test
    void anEmptyOldDirectoryIsLeftOverAndNothingElseThatLiesThereIs() throws IOException {
        Files.createDirectory(lab.root.resolve("empty"));
        Files.writeString(lab.root.resolve("file"), "x");
        Files.createSymbolicLink(lab.root.resolve("link"), lab.root.resolve("empty"));
        Files.createDirectory(lab.root.resolve(".hidden"));
        Files.createDirectory(lab.root.resolve("lost+found"));
        lab.sweeper(true).doWork();
        assertThat(lab.said()).containsExactly("removed empty");
        assertThat(lab.root.toFile().list()).containsExactlyInAnyOrder("file", "link", ".hidden", "lost+found");
    }

    @Test
    void aPatternSaysWhichDirectoriesCount() throws IOException {
        lab.workspace("build-1");
        lab.workspace("precious");
        lab.pattern = "build-*";
        lab.sweeper(true).doWork();
        assertThat(lab.said()).containsExactly("removed build-1");
        assertThat(isThere(lab.root.resolve("precious/b"))).isTrue();
    }

    @Test
    void aLivingProcessKeepsWhatItWorksIn() throws IOException, InterruptedException {
        Path job = lab.workspace("job-1");
        Process process = new ProcessBuilder("sleep", "600")
                .directory(job.resolve("src").toFile())
                .start();
        try {
            lab.sweeper(true).doWork();
            assertThat(lab.news).isEmpty();
            assertThat(isThere(job.resolve("src/a"))).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        lab.sweeper(true).doWork();
        assertThat(lab.said()).containsExactly("removed job-1");
    }

    @Test
    void aFileThatIsOpenKeepsItToo() throws IOException {
        Path job = lab.workspace("job-1");
        try (FileChannel open = FileChannel.open(job.resolve("src/a"))) {
            assertThat(open.isOpen()).isTrue();
            lab.sweeper(true).doWork();
        }
        assertThat(lab.news).isEmpty();
    }

    @Test
    void soDoesALivingChildThatWasStartedInIt() throws IOException {
        lab.workspace("job-1");
        lab.workspace("job-2");
        lab.starts.add(lab.root.resolve("job-1/src"));
        lab.starts.add(lab.root.resolve("job-2/gone/meanwhile"));
        lab.sweeper(true).doWork();
        assertThat(lab.news).isEmpty();
    }

    @Test
    void aLinkIsRemovedAndWhatItLeadsToIsNot() throws IOException {
        Path precious = Files.createDirectory(directory.resolve("precious"));
        Files.writeString(precious.resolve("file"), "kept");
        Path job = lab.workspace("job-1");
        Files.createSymbolicLink(job.resolve("src/precious"), precious);
        Files.createSymbolicLink(job.resolve("all"), Path.of("/"));
        Files.createSymbolicLink(job.resolve("nowhere"), Path.of("nowhere"));
        Files.createLink(job.resolve("hard"), precious.resolve("file"));
        lab.sweeper(true).doWork();
        assertThat(lab.said()).containsExactly("removed job-1");
        assertThat(precious.resolve("file")).hasContent("kept");
    }

    @Test
    void whatIsReadOnlyIsRemovedIfTheSystemLetsUs() throws IOException {
        Path job = lab.workspace("job-1");
        Files.setPosixFilePermissions(job.resolve("b"), PosixFilePermissions.fromString("r--r--r--"));
        Files.setPosixFilePermissions(job.resolve("src"), PosixFilePermissions.fromString("r-xr-xr-x"));
        Sweeper sweeper = lab.sweeper(true);
        sweeper.doWork();
        if (isThere(job)) {
            assertThat(lab.said()).containsExactly("refused job-1");
            assertThat(sweeper.view().failures()).isEqualTo(1);
            Files.setPosixFilePermissions(job.resolve("src"), PosixFilePermissions.fromString("rwxr-xr-x"));
        } else {
            assertThat(lab.said()).containsExactly("removed job-1");
        }
    }

    @Test
    void moreThanIsLookedAtIsNotJudged() throws IOException {
        Path job = lab.workspace("many");
        for (int i = 0; i < 100; i++) {
            Files.writeString(job.resolve("src/file-" + i), "");
        }
        lab.workspace("deep" + "/d".repeat(TreeLook.MOST_LEVELS));
        lab.mostEntries = 90;
        lab.sweeper(true).doWork();
        assertThat(lab.said()).containsExactly("too_deep deep", "too_many_entries many");
        assertThat(isThere(job.resolve("src/file-99"))).isTrue();
    }

    @Test
    void manySmallFilesAreRemoved() throws IOException {
        Path job = lab.workspace("job-1");
        for (int i = 0; i < 5_000; i++) {
            Path in = Files.createDirectories(job.resolve("d" + i % 50));
            Files.writeString(in.resolve("f" + i), "x");
        }
        lab.sweeper(true).doWork();
        assertThat(lab.news.get(0).entries()).isEqualTo(5_054);
        assertThat(isThere(job)).isFalse();
    }

    @Test
    void tenAtMostAreToldOrRemovedInARun() throws IOException {
        for (int i = 0; i < 23; i++) {
            lab.workspace("job-" + (i + 10));
        }
        Sweeper telling = lab.sweeper(false);
        telling.doWork();
        assertThat(lab.said()).hasSize(10).contains("left_over job-10", "left_over job-19");
        telling.doWork();
        telling.doWork();
        assertThat(lab.said()).hasSize(23).doesNotHaveDuplicates();
        Sweeper removing = lab.sweeper(true);
        removing.doWork();
        assertThat(lab.root.toFile().list()).hasSize(13);
        removing.doWork();
        removing.doWork();
        assertThat(lab.root.toFile().list()).isEmpty();
        assertThat(removing.view()).isEqualTo(new SweepView(0, 0, 23, 23 * 5, 0));
    }

    @Test
    void aRootThatTurnsOutToBeOneOfTheSystemIsNotSwept() throws IOException {
        Files.createSymbolicLink(directory.resolve("etc"), Path.of("/etc"));
        Files.createSymbolicLink(directory.resolve("all"), Path.of("/"));
        Files.createSymbolicLink(directory.resolve("shared"), Path.of("/tmp"));
        for (String name : List.of("etc", "all", "shared", "missing")) {
            Sweeper sweeper = lab.sweeper(new SweepRoot(directory.resolve(name), ""), false);
            sweeper.doWork();
            sweeper.doWork();
        }
        assertThat(lab.said()).containsExactly("protected etc", "protected all", "protected shared", "missing missing");
    }

    /** A root may be reached by a link: what counts is where it is. */
    @Test
    void aRootBehindALinkIsSwept() throws IOException {
        lab.workspace("job-1");
        Path link = Files.createSymbolicLink(directory.resolve("link"), lab.root);
        lab.sweeper(new SweepRoot(link, ""), true).doWork();
        assertThat(lab.said()).containsExactly("removed job-1");
    }

    @Test
    void whoIsToEndTouchesNothingAndSaysNothing() throws IOException {
        lab.workspace("job-1");
        Sweeper sweeper = lab.sweeper(true);
        sweeper.stop();
        sweeper.doWork();
        assertThat(lab.news).isEmpty();
        assertThat(lab.troubles).isEmpty();
        assertThat(isThere(lab.root.resolve("job-1/b"))).isTrue();
    }

    @Test
    void whatThereWasNoTimeForIsNext() throws IOException {
        for (int i = 0; i < 4; i++) {
            lab.workspace("job-" + i);
        }
        Sweeper sweeper = lab.sweeper(true);
        lab.at("before/job-1", () -> lab.nanos += TimeUnit.SECONDS.toNanos(60));
        sweeper.doWork();
        assertThat(lab.said()).containsExactly("removed job-0", "removed job-1");
        sweeper.doWork();
        assertThat(lab.said()).hasSize(4).endsWith("removed job-3");
        assertThat(lab.root.toFile().list()).isEmpty();
    }
}
