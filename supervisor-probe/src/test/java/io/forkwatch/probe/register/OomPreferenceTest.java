package io.forkwatch.probe.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.ProcessKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children that the kernel is asked to take first, where that is wanted. */
class OomPreferenceTest {
    @TempDir
    private Path mount;

    private RegisterLab lab = new RegisterLab(Path.of(""));

    @BeforeEach
    void supervisor() throws IOException {
        lab = new RegisterLab(mount);
        lab.proc.write("80/oom_score_adj", "0\n");
    }

    private void prefer() {
        lab.register.prefer(new OomPreference(lab.proc.files(), lab.troubles));
    }

    private String adj() throws IOException {
        return Files.readString(mount.resolve("80/oom_score_adj"));
    }

    @Test
    void aChildIsLeftAloneUnlessThatIsWanted() throws IOException {
        lab.child(lab.proc.process(80).starttime(50));
        assertThat(adj()).isEqualTo("0\n");
    }

    @Test
    void aChildIsRaisedWhenItIsFirstLookedAt() throws IOException {
        prefer();
        lab.child(lab.proc.process(80).starttime(50));
        assertThat(adj()).isEqualTo("1000\n");
        assertThat(lab.troubles.seen()).isEmpty();
    }

    @Test
    void soIsOneThatAListingFound() throws IOException {
        prefer();
        lab.proc.child(lab.proc.process(80).starttime(50)).write();
        lab.register.foundUnhooked(new ProcessKey(80, 50), lab.clock.nanos());
        assertThat(adj()).isEqualTo("1000\n");
    }

    @Test
    void whoHasThePidOfAChildThatIsGoneIsNot() throws IOException {
        lab.proc.process(80).starttime(51).write();
        new OomPreference(lab.proc.files(), lab.troubles).raise(new ProcessKey(80, 50));
        assertThat(adj()).isEqualTo("0\n");
        lab.proc.remove("80/stat");
        new OomPreference(lab.proc.files(), lab.troubles).raise(new ProcessKey(80, 50));
        assertThat(adj()).isEqualTo("0\n");
        assertThat(lab.troubles.seen()).isEmpty();
    }

    @Test
    void whoIsGoneIsNoTroubleAndWhoMayNotBeRaisedIs() throws IOException {
        prefer();
        lab.proc.remove("80/oom_score_adj");
        lab.child(lab.proc.process(80).starttime(50));
        assertThat(lab.troubles.seen()).isEmpty();

        lab.proc.write("81/oom_score_adj/is", "a directory");
        lab.child(lab.proc.process(81).starttime(60));
        assertThat(lab.troubles.seen()).containsExactly("oom_score_adj");
        assertThat(lab.register.knows(81)).isTrue();
    }
}
