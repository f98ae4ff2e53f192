package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.intercept.HostEdits.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostEditsTest {
    private static final Set<Edit> ALL = EnumSet.allOf(Edit.class);
    private static final int VERSION_OF_THE_FUTURE = 200;

    private final AtomicReference<Throwable> lastFault = new AtomicReference<>();
    private final HostEdits edits = Interceptions.edits(ALL, lastFault);
    private final List<String> woken = new ArrayList<>();
    private StubInstrumentation jvm = new StubInstrumentation();

    @Test
    void allWaitAtFirst() {
        assertThat(edits.in(State.WAITING)).isEqualTo(ALL);
        assertThat(edits.in(State.IN_PLACE)).isEmpty();
        assertThat(edits.in(State.DOES_NOT_FIT)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Edit.class,
            names = {"SPAWN", "KILL", "ZOMBIE"})
    void aClassOfTheJdkGetsItsEdit(Edit edit) throws IOException {
        byte[] original = JdkImage.all().get(0).read(edit.owner);

        assertThat(transform(edit.owner, original)).isEqualTo(EditWriter.write(edit, original));
        assertThat(edits.in(State.IN_PLACE)).containsExactly(edit);
        assertThat(edits.in(State.WAITING)).hasSize(4).doesNotContain(edit);
        assertThat(lastFault).hasNullValue();
    }

    @Test
    void reapersTellOnceTheirEditIsInPlace() throws IOException {
        transform(Edit.ZOMBIE.owner, JdkImage.all().get(0).read(Edit.ZOMBIE.owner));
        assertThat(edits.reaperTells()).as("not asked for yet").isFalse();
        edits.complete();
        assertThat(edits.reaperTells()).isTrue();
    }

    @Test
    void reapersDoNotTellWhereTheirEditDoesNotFit() {
        transform(Edit.ZOMBIE.owner, Classes.EMPTY);
        edits.complete();
        assertThat(edits.reaperTells()).isFalse();
    }

    @Test
    void aClassWithTwoEditsGetsBoth() throws IOException {
        byte[] original = JdkImage.all().get(0).read(Edit.BIRTH.owner);

        byte[] both = EditWriter.write(Edit.STDERR, EditWriter.write(Edit.BIRTH, original));
        assertThat(transform(Edit.BIRTH.owner, original)).isEqualTo(both);
        assertThat(edits.in(State.IN_PLACE)).containsExactly(Edit.BIRTH, Edit.STDERR);
    }

    @Test
    void aClassKeepsTheEditThatFits() throws IOException {
        HostEdits birthOnly = Interceptions.edits(EnumSet.of(Edit.BIRTH), lastFault);
        byte[] original = JdkImage.all().get(0).read(Edit.BIRTH.owner);

        assertThat(birthOnly.transform(null, Edit.BIRTH.owner, null, null, original))
                .isEqualTo(EditWriter.write(Edit.BIRTH, original));
    }

    @Test
    void aClassThatIsNotAsExpectedStaysAsItIs() {
        assertThat(transform(Edit.KILL.owner, Classes.EMPTY)).isNull();
        assertThat(edits.in(State.DOES_NOT_FIT)).containsExactly(Edit.KILL);
        assertThat(lastFault).hasNullValue();
    }

    @Test
    void aClassFileThatCannotBeReadStaysAsItIsAndIsTold() {
        assertThat(transform(Edit.KILL.owner, Classes.ofVersion(VERSION_OF_THE_FUTURE)))
                .isNull();
        assertThat(edits.in(State.DOES_NOT_FIT)).containsExactly(Edit.KILL);
        assertThat(lastFault.get()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherAgentsRetransformationIsEditedAgain() throws IOException {
        byte[] original = JdkImage.all().get(0).read(Edit.KILL.owner);
        transform(Edit.KILL.owner, Classes.EMPTY);

        assertThat(transform(Edit.KILL.owner, original)).isNotNull();
        assertThat(edits.in(State.IN_PLACE)).containsExactly(Edit.KILL);
        assertThat(edits.in(State.DOES_NOT_FIT)).isEmpty();
    }

    @Test
    void otherClassesAreNotLookedAt() {
        byte[] unread = new byte[0];

        assertThat(transform("java/lang/ProcessEnvironment", unread)).isNull();
        assertThat(transform("java/util/HashMap", unread)).isNull();
        assertThat(transform(null, unread)).isNull();
        assertThat(edits.in(State.WAITING)).isEqualTo(ALL);
        assertThat(lastFault).hasNullValue();
    }

    @Test
    void aClassOfTheApplicationIsNotTheJdksWhateverItsName() {
        ClassLoader application = HostEditsTest.class.getClassLoader();

        assertThat(edits.transform(application, Edit.KILL.owner, null, null, Classes.EMPTY))
                .isNull();
        assertThat(edits.in(State.WAITING)).isEqualTo(ALL);
    }

    @Test
    void anUnwantedEditIsLeftOut() throws IOException {
        HostEdits withoutReaper = Interceptions.edits(EnumSet.complementOf(EnumSet.of(Edit.ZOMBIE)), lastFault);
        byte[] original = JdkImage.all().get(0).read(Edit.ZOMBIE.owner);

        assertThat(withoutReaper.transform(null, Edit.ZOMBIE.owner, null, null, original))
                .isNull();
        for (State state : State.values()) {
            assertThat(withoutReaper.in(state)).doesNotContain(Edit.ZOMBIE);
        }
    }

    private HostEdits asleep(Class<?>... loaded) {
        jvm = new StubInstrumentation(loaded);
        return new HostEdits(jvm.instrumentation(), ALL, lastFault);
    }

    @Test
    void whileNothingCanStartChildrenNobodyIsWokenAndNothingIsEdited() throws IOException {
        HostEdits asleep = asleep(String.class, Process.class, Class.class, HostEditsTest.class);
        byte[] original = JdkImage.all().get(0).read(Edit.KILL.owner);

        asleep.install(() -> woken.add("woken"));

        assertThat(asleep.transform(null, Edit.KILL.owner, null, null, original))
                .isNull();
        assertThat(woken).isEmpty();
        assertThat(asleep.in(State.WAITING)).isEqualTo(ALL);
        assertThat(jvm.calls()).containsExactly("addTransformer");
    }

    @Test
    void theClassThatStartsChildrenWakesAndIsEditedAtOnce() throws IOException {
        HostEdits asleep = asleep();
        asleep.install(asleep::open);
        byte[] original = JdkImage.all().get(0).read(Edit.SPAWN.owner);

        assertThat(asleep.transform(null, Edit.SPAWN.owner, null, null, original))
                .isEqualTo(EditWriter.write(Edit.SPAWN, original));
    }

    @Test
    void whereItIsLoadedAlreadyItWakesAtOnceAndAllAreRetransformed() {
        HostEdits asleep = asleep(String.class, ProcessBuilder.class);

        asleep.install(() -> woken.add("woken"));

        assertThat(woken).containsExactly("woken");
        assertThat(jvm.calls())
                .containsExactly(
                        "addTransformer",
                        "retransformClasses java.lang.ProcessBuilder",
                        "retransformClasses java.lang.ProcessImpl",
                        "retransformClasses java.lang.ProcessHandleImpl",
                        "retransformClasses java.lang.ProcessHandleImpl$1",
                        "retransformClasses java.lang.ProcessImpl");
    }

    @Test
    void theFirstChildCompletesWhatWasLoadedBeforeAndLaterOnesFindItDone() {
        HostEdits asleep = asleep();
        asleep.install(asleep::open);
        asleep.transform(null, Edit.SPAWN.owner, null, null, Classes.EMPTY);

        asleep.complete();
        int calls = jvm.calls().size();
        asleep.complete();

        assertThat(jvm.calls())
                .hasSize(calls)
                .contains("retransformClasses java.lang.ProcessImpl")
                .doesNotContain("retransformClasses java.lang.ProcessBuilder");
    }

    @Test
    void whoFailsToWakeLeavesTheClassAloneAndIsTold() throws IOException {
        HostEdits asleep = asleep();
        asleep.install(() -> {
            throw new IllegalStateException("tired");
        });
        byte[] original = JdkImage.all().get(0).read(Edit.SPAWN.owner);

        assertThat(asleep.transform(null, Edit.SPAWN.owner, null, null, original))
                .isNull();
        assertThat(lastFault.get()).hasMessage("tired");
    }

    private byte @Nullable [] transform(@Nullable String className, byte[] original) {
        return edits.transform(null, className, null, null, original);
    }
}
