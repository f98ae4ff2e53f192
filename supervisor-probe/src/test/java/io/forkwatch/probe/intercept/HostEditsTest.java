package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.intercept.HostEdits.State;
import java.io.IOException;
import java.util.EnumSet;
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
    private final HostEdits edits = new HostEdits(ALL, lastFault);

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
    void aClassWithTwoEditsGetsBoth() throws IOException {
        byte[] original = JdkImage.all().get(0).read(Edit.BIRTH.owner);

        byte[] both = EditWriter.write(Edit.STDERR, EditWriter.write(Edit.BIRTH, original));
        assertThat(transform(Edit.BIRTH.owner, original)).isEqualTo(both);
        assertThat(edits.in(State.IN_PLACE)).containsExactly(Edit.BIRTH, Edit.STDERR);
    }

    @Test
    void aClassKeepsTheEditThatFits() throws IOException {
        HostEdits birthOnly = new HostEdits(EnumSet.of(Edit.BIRTH), lastFault);
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
        HostEdits withoutReaper = new HostEdits(EnumSet.complementOf(EnumSet.of(Edit.ZOMBIE)), lastFault);
        byte[] original = JdkImage.all().get(0).read(Edit.ZOMBIE.owner);

        assertThat(withoutReaper.transform(null, Edit.ZOMBIE.owner, null, null, original))
                .isNull();
        for (State state : State.values()) {
            assertThat(withoutReaper.in(state)).doesNotContain(Edit.ZOMBIE);
        }
    }

    @Test
    void onlyLoadedClassesAreRetransformedAndNoneIsLoadedForIt() {
        StubInstrumentation jvm =
                new StubInstrumentation(String.class, Process.class, ProcessBuilder.class, HostEditsTest.class);

        edits.install(jvm.instrumentation());

        assertThat(jvm.calls()).containsExactly("addTransformer", "retransformClasses java.lang.ProcessBuilder");
    }

    @Test
    void whileNothingCanStartChildrenWhatIsLoadedWaitsForTheFirstOne() throws ClassNotFoundException {
        Class<?> loaded = Class.forName(Edit.BIRTH.className());
        StubInstrumentation jvm = new StubInstrumentation(loaded);
        edits.install(jvm.instrumentation());
        assertThat(jvm.calls()).containsExactly("addTransformer");

        edits.catchUp();
        edits.catchUp();

        assertThat(jvm.calls()).containsExactly("addTransformer", "retransformClasses java.lang.ProcessImpl");
    }

    private byte @Nullable [] transform(@Nullable String className, byte[] original) {
        return edits.transform(null, className, null, null, original);
    }
}
