package io.forkwatch.probe.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweepRootTest {
    @ParameterizedTest
    @CsvSource({
        "/ci/work, /ci/work, ''",
        "/builds, /builds, ''",
        "/ci/work/, /ci/work, ''",
        "/var/lib/jenkins/workspace, /var/lib/jenkins/workspace, ''",
        "/home/ci/work, /home/ci/work, ''",
        "/tmp/build-*, /tmp, build-*",
        "/home/job-?, /home, job-?",
        "/dev/shm/job*, /dev/shm, job*",
        "/ci/work/*-tmp, /ci/work, *-tmp",
        "/var/tmp/surefire*, /var/tmp, surefire*",
    })
    void aRootIsADirectoryAndPerhapsAPattern(String text, Path directory, String pattern) {
        assertThat(SweepRoot.parse(text)).contains(new SweepRoot(directory, pattern));
    }

    /** Whole systems have been lost by less. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "//",
                "/.",
                "/tmp/..",
                "/home",
                "/home/",
                "/home/ci",
                "/root",
                "/tmp",
                "/tmp/",
                "/tmp/*",
                "/tmp/?*",
                "/tmp/a*",
                "/*",
                "/var",
                "/var/lib",
                "/var/cache",
                "/var/tmp",
                "/usr",
                "/usr/lib",
                "/usr/lib/x*",
                "/etc",
                "/etc/build-*",
                "/proc",
                "/proc/self",
                "/sys",
                "/dev",
                "/dev/build-*",
                "/dev/shm",
                "/run/build-*",
                "/opt",
                "/srv",
                "/mnt",
                "/media",
                "/nix/store",
                "/boot",
                "/bin",
                "/sbin",
                "/lib64/x",
                "/ci/../etc",
                "/ci/./work",
                "/ci/*/work",
                "/c?/work",
                "work",
                "./work",
                "~/work",
                "",
                "*",
                "build-*",
                "/ci/\u0000",
            })
    void whatAllShareOrTheSystemNeedsIsNone(String text) {
        assertThat(SweepRoot.parse(text)).isEmpty();
    }

    @Test
    void theHomeOfThisUserIsNone() {
        assertThat(SweepRoot.parse(System.getProperty("user.home"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'',      job-1,      true",
        "'',      .git,       false",
        "'',      lost+found, false",
        "build-*, build-1,    true",
        "build-*, build-,     true",
        "build-*, rebuild-1,  false",
        "build-?, build-12,   false",
        "a.b[c]*, a.b[c]d,    true",
        "a.b[c]*, axb[c]d,    false",
        "*-build, .x-build,   false",
        ".job*,   .job1,      true",
    })
    void aPatternIsForTheWholeName(String pattern, String name, boolean taken) {
        assertThat(new SweepRoot(Path.of("/ci"), pattern).takes(name)).isEqualTo(taken);
        assertThat(new SweepRoot(Path.of("/ci"), "x*").takes("x\ny")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/tmp,true",
        "/usr/local/x,true",
        "/root,true",
        "/var/log,true",
        "/ci/work/a,false",
        "/tmp/build-1,false"
    })
    void aPatternNeverReachesWhatAllShare(Path candidate, boolean safe) {
        assertThat(SweepRoot.isProtected(candidate)).isEqualTo(safe);
    }

    @Test
    void norAnythingAboveAHome() {
        Path home = Path.of(System.getProperty("user.home"));
        assertThat(SweepRoot.isProtected(home)).isTrue();
        assertThat(SweepRoot.isProtected(home.getRoot())).isTrue();
        assertThat(SweepRoot.isProtected(home.resolve("work"))).isEqualTo(false);
    }
}
