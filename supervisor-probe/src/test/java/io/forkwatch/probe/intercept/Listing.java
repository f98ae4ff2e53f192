package io.forkwatch.probe.intercept;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** The methods of a class as lines of text, like javap: what is compared before and after an edit. */
final class Listing extends ClassVisitor {
    private static final int API = Opcodes.ASM9;

    private final Map<String, List<String>> methods = new LinkedHashMap<>();

    private Listing() {
        super(API);
    }

    /** By name and descriptor. */
    static Map<String, List<String>> of(byte[] classFile) {
        Listing listing = new Listing();
        new ClassReader(classFile).accept(listing, ClassReader.SKIP_DEBUG);
        return listing.methods;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        List<String> lines = new ArrayList<>();
        methods.put(name + descriptor, lines);
        return new Lines(lines);
    }

    private static final class Lines extends MethodVisitor {
        private final List<String> lines;

        Lines(List<String> lines) {
            super(API);
            this.lines = lines;
        }

        @Override
        public void visitFrame(int type, int locals, Object[] local, int stacked, Object[] stack) {
            lines.add("frame " + type + ' ' + locals + ' ' + stacked);
        }

        @Override
        public void visitInsn(int opcode) {
            lines.add("insn " + opcode);
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            lines.add("int " + opcode + ' ' + operand);
        }

        @Override
        public void visitVarInsn(int opcode, int variable) {
            lines.add((opcode == Opcodes.ALOAD ? "aload " : opcode == Opcodes.ILOAD ? "iload " : opcode + " ")
                    + variable);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            lines.add("type " + opcode + ' ' + type);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            lines.add(
                    (opcode == Opcodes.GETFIELD ? "getfield " : opcode + " ") + owner + '.' + name + ' ' + descriptor);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean itf) {
            lines.add((opcode == Opcodes.INVOKESTATIC ? "invokestatic " : opcode + " ")
                    + owner
                    + '.'
                    + name
                    + descriptor);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            lines.add("invokedynamic " + name + descriptor);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            lines.add("jump " + opcode);
        }

        @Override
        public void visitLdcInsn(Object value) {
            lines.add("ldc " + value);
        }

        @Override
        public void visitIincInsn(int variable, int increment) {
            lines.add("iinc " + variable + ' ' + increment);
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
            lines.add("catch " + type);
        }
    }
}
