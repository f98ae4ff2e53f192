package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EditWriterTest {
    private static final String ZOMBIE_WAIT = "waitForProcessExit0";

    static List<Arguments> everyEditOnEveryJdk() throws IOException {
        List<Arguments> cases = new ArrayList<>();
        for (JdkImage jdk : JdkImage.all()) {
            for (Edit edit : Edit.values()) {
                cases.add(Arguments.of(jdk, edit));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("everyEditOnEveryJdk")
    void fitsTheRealClass(JdkImage jdk, Edit edit) throws IOException {
        assertThat(EditWriter.write(edit, jdk.read(edit.owner))).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyEditOnEveryJdk")
    void changesOneMethodByTheseLinesAndNothingElse(JdkImage jdk, Edit edit) throws IOException {
        byte[] original = jdk.read(edit.owner);
        Map<String, List<String>> expected = Listing.of(original);

        byHand(edit, Objects.requireNonNull(expected.get(edit.method + edit.descriptor)));

        assertThat(Listing.of(EditWriter.write(edit, original))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("everyEditOnEveryJdk")
    void passesTheVerifier(JdkImage jdk, Edit edit) throws IOException {
        byte[] edited = EditWriter.write(edit, jdk.read(edit.owner));

        assertThat(Verifier.verifiedMethods(edit.owner, edited)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Edit.class,
            names = {"KILL", "ZOMBIE"})
    void theVerifierWouldSeeAStackThatIsTooSmall(Edit edit) throws IOException {
        byte[] edited = EditWriter.write(edit, ofThisJdk(edit));

        assertThatThrownBy(() -> Verifier.verifiedMethods(edit.owner, withOneStackSlot(edit, edited)))
                .isInstanceOf(VerifyError.class);
    }

    @ParameterizedTest
    @EnumSource(Edit.class)
    void doesNotFitAClassWithoutTheMethod(Edit edit) throws IOException {
        assertThat(EditWriter.write(edit, ofThisJdk(other(edit)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Edit.class)
    void doesNotFitAMethodWithoutThePlace(Edit edit) {
        assertThat(EditWriter.write(edit, withPlaces(edit, 0))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Edit.class,
            names = {"SPAWN", "ZOMBIE"})
    void doesNotFitAMethodWithTwoPlaces(Edit edit) {
        assertThat(EditWriter.write(edit, withPlaces(edit, 1))).isNotEmpty();
        assertThat(EditWriter.write(edit, withPlaces(edit, 2))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Edit.class)
    void callsWhatTheBridgeHas(Edit edit) throws IOException {
        List<String> calls = Listing.of(EditWriter.write(edit, ofThisJdk(edit))).values().stream()
                .flatMap(List::stream)
                .filter(line -> line.startsWith("invokestatic " + Edit.BRIDGE + '.'))
                .map(line -> line.substring(line.indexOf('.') + 1))
                .toList();

        assertThat(calls).hasSize(edit == Edit.STDERR || edit == Edit.ZOMBIE ? 2 : 1);
        assertThat(Listing.of(bridge())).containsKeys(calls.toArray(String[]::new));
    }

    @Test
    void theBridgeLinksNothingForTheFirstTimeOnAReapersStack() throws IOException {
        assertThat(Listing.of(bridge()).values().stream().flatMap(List::stream))
                .noneMatch(line -> line.startsWith("invokedynamic"));
    }

    /** What each edit promises, written down a second time. */
    private static void byHand(Edit edit, List<String> lines) {
        switch (edit) {
            case SPAWN ->
                lines.replaceAll(line -> line.replace(
                        "invokestatic java/lang/ProcessImpl.start(", "invokestatic java/lang/ForkwatchBridge.start("));
            case BIRTH ->
                lines.addAll(
                        0, List.of("aload 0", "invokestatic java/lang/ForkwatchBridge.born(Ljava/lang/Process;)V"));
            case KILL ->
                lines.addAll(
                        0,
                        List.of(
                                "aload 0",
                                "iload 1",
                                "invokestatic java/lang/ForkwatchBridge.kill(Ljava/lang/ProcessHandle;Z)V"));
            case STDERR -> {
                String made = Opcodes.PUTFIELD + " java/lang/ProcessImpl.stderr Ljava/io/InputStream;";
                List<String> edited = lines.stream()
                        .flatMap(line -> line.equals(made)
                                ? Stream.of(
                                        line,
                                        "aload 0",
                                        "invokestatic java/lang/ForkwatchBridge.piped(Ljava/lang/Process;)V")
                                : Stream.of(line))
                        .toList();
                lines.clear();
                lines.addAll(edited);
            }
            case ZOMBIE -> {
                String wait = "invokestatic java/lang/ProcessHandleImpl.waitForProcessExit0(JZ)I";
                assertThat(lines).containsOnlyOnce(wait);
                String pid = "getfield java/lang/ProcessHandleImpl$1.val$pid J";
                lines.addAll(
                        lines.indexOf(wait),
                        List.of(
                                "invokestatic java/lang/ForkwatchBridge.awaited()V",
                                "aload 0",
                                pid,
                                "insn " + Opcodes.ICONST_0,
                                wait,
                                "aload 0",
                                pid,
                                "invokestatic java/lang/ForkwatchBridge.zombie(IJ)V"));
            }
        }
    }

    private static byte[] ofThisJdk(Edit edit) throws IOException {
        return JdkImage.all().get(0).read(edit.owner);
    }

    private static Edit other(Edit edit) {
        return edit == Edit.SPAWN ? Edit.BIRTH : Edit.SPAWN;
    }

    private static byte[] bridge() throws IOException {
        try (InputStream in = EditWriterTest.class.getClassLoader().getResourceAsStream(Edit.BRIDGE + ".class")) {
            assertThat(in).isNotNull();
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    /** A class that has the method of an edit, with its place in it so many times. No place at all: an abstract one. */
    private static byte[] withPlaces(Edit edit, int places) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_ABSTRACT, edit.owner, null, "java/lang/Object", null);
        boolean bodiless = places == 0 && (edit == Edit.BIRTH || edit == Edit.KILL);
        MethodVisitor method =
                writer.visitMethod(bodiless ? Opcodes.ACC_ABSTRACT : 0, edit.method, edit.descriptor, null, null);
        if (!bodiless) {
            method.visitCode();
            for (int place = 0; place < places; place++) {
                method.visitInsn(Opcodes.LCONST_0);
                method.visitInsn(Opcodes.ICONST_1);
                call(edit, method);
                method.visitInsn(Opcodes.POP);
            }
            method.visitInsn(Opcodes.ACONST_NULL);
            method.visitInsn(Opcodes.ATHROW);
            method.visitMaxs(0, 0);
        }
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void call(Edit edit, MethodVisitor method) {
        if (edit == Edit.SPAWN) {
            method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/ProcessImpl", "start", "(JZ)I", false);
        } else {
            method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/ProcessHandleImpl", ZOMBIE_WAIT, "(JZ)I", false);
        }
    }

    private static byte[] withOneStackSlot(Edit edit, byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        ClassVisitor small = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                return !name.equals(edit.method) || !descriptor.equals(edit.descriptor)
                        ? next
                        : new MethodVisitor(Opcodes.ASM9, next) {
                            @Override
                            public void visitMaxs(int maxStack, int maxLocals) {
                                super.visitMaxs(1, maxLocals);
                            }
                        };
            }
        };
        new ClassReader(classFile).accept(small, 0);
        return writer.toByteArray();
    }
}
