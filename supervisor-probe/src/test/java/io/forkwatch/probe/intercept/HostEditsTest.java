package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.intercept.HostEdits.State;
import java.io.IOException;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        edits.retransformLoaded();
        assertThat(edits.reaperTells()).isTrue();
    }

    @Test
    void reapersDoNotTellWhereTheirEditDoesNotFit() {
        transform(Edit.ZOMBIE.owner, Classes.EMPTY);
        edits.retransformLoaded();
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
    void otherClassesAreLeftAlone() {
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
        asleep.install(asleep::enableEdits);
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
        asleep.install(asleep::enableEdits);
        asleep.transform(null, Edit.SPAWN.owner, null, null, Classes.EMPTY);

        asleep.retransformLoaded();
        int calls = jvm.calls().size();
        asleep.retransformLoaded();

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

    static List<Throwable> whatARetransformationMayThrow() {
        return List.of(
                new UnmodifiableClassException("java.lang.ProcessBuilder"),
                new UnsupportedOperationException("another agent adds a method"),
                new IllegalStateException("out of order"),
                new VerifyError("another agent's frames"),
                new InternalError("in the JVM"),
                new OutOfMemoryError("Metaspace"));
    }

    @ParameterizedTest
    @MethodSource("whatARetransformationMayThrow")
    void aRetransformationThatFailsIsTriedOnceAndItsEditDoesNotFit(Throwable fault) {
        HostEdits failing = asleep();
        failing.install(failing::enableEdits);
        jvm.failOn("retransformClasses java.lang.ProcessHandleImpl", fault);

        failing.retransformLoaded();
        List<String> calls = List.copyOf(jvm.calls());
        failing.retransformLoaded();

        assertThat(jvm.calls())
                .isEqualTo(calls)
                .filteredOn(call -> call.endsWith("ProcessHandleImpl"))
                .hasSize(1);
        assertThat(calls).contains("retransformClasses java.lang.ProcessHandleImpl$1");
        assertThat(failing.in(State.DOES_NOT_FIT)).containsExactly(Edit.KILL);
        assertThat(failing.hasMisfits()).isTrue();
        assertThat(lastFault).hasValue(fault);
    }

    @ParameterizedTest
    @MethodSource("whatARetransformationMayThrow")
    void nothingLeavesPremainWhereChildrenMayStartAlready(Throwable fault) {
        HostEdits failing = asleep(ProcessBuilder.class);
        jvm.failOn("retransformClasses java.lang.ProcessBuilder", fault);

        failing.install(failing::enableEdits);
        int calls = jvm.calls().size();
        failing.retransformLoaded();

        assertThat(jvm.calls()).hasSize(calls);
        assertThat(failing.in(State.DOES_NOT_FIT)).containsExactly(Edit.SPAWN);
        assertThat(lastFault).hasValue(fault);
    }

    @Test
    void aClassThatTheJvmRefusesKeepsNoneOfItsEditsWhateverWasWritten() throws IOException {
        HostEdits failing = asleep();
        failing.install(failing::enableEdits);
        byte[] original = JdkImage.all().get(0).read(Edit.BIRTH.owner);
        jvm.failOn("retransformClasses java.lang.ProcessImpl", new VerifyError("another agent's frames"));
        jvm.before(
                "retransformClasses java.lang.ProcessImpl",
                () -> failing.transform(null, Edit.BIRTH.owner, null, null, original));

        failing.retransformLoaded();

        assertThat(failing.in(State.DOES_NOT_FIT)).containsExactly(Edit.BIRTH, Edit.STDERR);
    }

    @Test
    void withoutATransformerNoEditFitsAndNothingIsTriedAgain() {
        HostEdits failing = asleep(ProcessBuilder.class);
        UnsupportedOperationException fault = new UnsupportedOperationException("adding retransformable transformers");
        jvm.failOn("addTransformer", fault);

        failing.install(() -> woken.add("woken"));
        failing.retransformLoaded();

        assertThat(jvm.calls()).containsExactly("addTransformer");
        assertThat(woken).isEmpty();
        assertThat(failing.in(State.DOES_NOT_FIT)).isEqualTo(ALL);
        assertThat(lastFault).hasValue(fault);
    }

    @Test
    void whereTheLoadedClassesCannotBeListedItStaysAsleepAndEditsWhatIsLoadedLater() throws IOException {
        HostEdits failing = asleep(ProcessBuilder.class);
        OutOfMemoryError fault = new OutOfMemoryError("Java heap space");
        jvm.failOn("getAllLoadedClasses", fault);
        byte[] original = JdkImage.all().get(0).read(Edit.SPAWN.owner);

        failing.install(failing::enableEdits);

        assertThat(lastFault).hasValue(fault);
        assertThat(failing.transform(null, Edit.SPAWN.owner, null, null, original))
                .isNotNull();
    }

    @Test
    void closedItEditsNothingAndWakesNobody() throws IOException {
        HostEdits closed = asleep();
        closed.install(() -> woken.add("woken"));
        closed.enableEdits();
        byte[] original = JdkImage.all().get(0).read(Edit.SPAWN.owner);

        closed.close();
        closed.retransformLoaded();

        assertThat(jvm.calls()).containsExactly("addTransformer", "removeTransformer");
        assertThat(closed.transform(null, Edit.SPAWN.owner, null, null, original))
                .isNull();
        assertThat(woken).isEmpty();
        assertThat(closed.in(State.WAITING)).isEqualTo(ALL);
        assertThat(lastFault).hasNullValue();
    }

    @Test
    void closedBeforeTheBridgeIsThereItStaysClosed() throws IOException {
        HostEdits closed = asleep();
        closed.install(() -> woken.add("woken"));
        closed.close();
        closed.enableEdits();
        byte[] original = JdkImage.all().get(0).read(Edit.SPAWN.owner);

        assertThat(closed.transform(null, Edit.SPAWN.owner, null, null, original))
                .isNull();
        assertThat(woken).isEmpty();
    }

    @Test
    void aTransformerThatCannotBeRemovedDoesNothingAllTheSame() throws IOException {
        HostEdits closed = asleep();
        closed.install(closed::enableEdits);
        InternalError fault = new InternalError("in the JVM");
        jvm.failOn("removeTransformer", fault);
        byte[] original = JdkImage.all().get(0).read(Edit.SPAWN.owner);

        closed.close();

        assertThat(closed.transform(null, Edit.SPAWN.owner, null, null, original))
                .isNull();
        assertThat(lastFault).hasValue(fault);
    }

    private byte @Nullable [] transform(@Nullable String className, byte[] original) {
        return edits.transform(null, className, null, null, original);
    }
}
