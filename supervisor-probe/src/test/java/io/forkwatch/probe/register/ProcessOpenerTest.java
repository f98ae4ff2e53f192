package io.forkwatch.probe.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessOpenerTest {
    @TempDir
    private Path mount;

    private RegisterLab lab;

    @BeforeEach
    void build() {
        lab = new RegisterLab(mount);
    }

    /** With hidepid a process of another user looks as if it were gone. */
    @Test
    void whereOthersAreHiddenWhoIsNotThereNeedNotBeGone() throws IOException {
        assertThat(lab.opener.open(7, "", 0).gone()).isTrue();
        lab.proc.write("self/stat", "x");
        assertThat(lab.opener.open(7, "", 0).gone()).isFalse();
        assertThat(lab.troubles.seen()).isEmpty();
    }

    /** Whoever starts a child is its parent until the child is waited for; only then is its pid given away. */
    @Test
    void whoHasAnotherParentHasThePidOfAChildThatIsGone() throws IOException {
        lab.proc.write("self/stat", lab.proc.process(50).stat());
        lab.proc.process(7).parent(1).write();
        ProcessOpener.Opened opened = lab.opener.openChild(7, 0);
        assertThat(opened.process()).isEmpty();
        assertThat(opened.gone()).isTrue();
        assertThat(lab.openDescriptors()).isZero();
        assertThat(lab.troubles.seen()).isEmpty();
    }

    @Test
    void aChildIsOneWithoutALookAtItsStarttime() throws IOException {
        lab.proc.write("self/stat", lab.proc.process(50).stat());
        lab.proc.process(7).parent(50).zombie(9).write();
        assertThat(lab.opener.openChild(7, 0).process()).isPresent();
    }

    @Test
    void whereOurOwnPidIsNotKnownNobodyIsSentAwayAndItIsReadAgain() throws IOException {
        lab.proc.process(7).parent(1).write();
        assertThat(lab.opener.openChild(7, 0).process()).isPresent();
        lab.proc.write("self/stat", lab.proc.process(50).stat());
        assertThat(lab.opener.openChild(7, 0).process()).isEmpty();
    }

    @Test
    void aProcessIsFollowedByItsDescriptor() throws IOException {
        TrackedProcess process = lab.open(lab.proc.process(7).starttime(4711), "");
        assertThat(process.key().starttimeTicks()).isEqualTo(4711);
        assertThat(lab.openDescriptors()).isEqualTo(1);
        lab.opener.close(process);
        assertThat(lab.openDescriptors()).isZero();
        assertThat(lab.troubles.seen()).isEmpty();
    }

    @Test
    void aProcessThatIsNotThereIsGone() {
        ProcessOpener.Opened opened = lab.opener.open(7, "", 0);
        assertThat(opened.process()).isEmpty();
        assertThat(opened.gone()).isTrue();
        assertThat(lab.troubles.seen()).as("that is normal").isEmpty();
    }

    @Test
    void aProcessThatGoesWhileItIsOpenedLeavesNoDescriptorBehind() throws IOException {
        lab.proc.process(7).vanish();
        assertThat(lab.opener.open(7, "", 0).gone()).isTrue();
        assertThat(lab.openDescriptors()).isZero();
    }

    @Test
    void aProcessThatCannotBeReadIsNotGoneAndLeavesNoDescriptorBehind() throws IOException {
        lab.proc.process(7).garble();
        ProcessOpener.Opened opened = lab.opener.open(7, "", 0);
        assertThat(opened.process()).isEmpty();
        assertThat(opened.gone()).isFalse();
        assertThat(lab.troubles.seen()).containsExactly("open");
        assertThat(lab.openDescriptors()).isZero();
    }

    @Test
    void oneThatCannotBeSampledDoesNotKeepTheOthersFromBeingSampled() throws IOException {
        TestProcess bad = lab.proc.process(7);
        TestProcess gone = lab.proc.process(8);
        List<TrackedProcess> both = List.of(lab.open(bad, ""), lab.open(gone, ""));
        bad.garble();
        gone.vanish();
        lab.opener.sampleOnce(both, 5);
        assertThat(both).extracting(TrackedProcess::isGone).containsExactly(false, true);
        assertThat(lab.troubles.seen()).containsExactly("sample");
    }
}
