package io.forkwatch.probe.intercept;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Writes one {@link Edit} into one class. All edits are free of branches, so no stack-map frame changes. An edit that
 * does not find its place yields an empty array: the class is then left as it is.
 */
final class EditWriter {
    private static final int API = Opcodes.ASM9;
    private static final int MORE_STACK = 6;

    private final Edit edit;
    private int places;

    private EditWriter(Edit edit) {
        this.edit = edit;
    }

    /** The edited class, or an empty array if the edit does not fit this class. */
    static byte[] write(Edit edit, byte[] original) {
        return new EditWriter(edit).write(original);
    }

    private byte[] write(byte[] original) {
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Visitor(writer), 0);
        return fits() ? writer.toByteArray() : new byte[0];
    }

    // The JDK makes the stream once for each family of systems: all of these places count, whichever is ours.
    private boolean fits() {
        return edit == Edit.STDERR ? places >= 1 : places == 1;
    }

    private MethodVisitor edited(MethodVisitor method) {
        return switch (edit) {
            case SPAWN -> new SpawnCall(method);
            case BIRTH, KILL -> new Entry(method);
            case ZOMBIE -> new BeforeReaping(method);
            case STDERR -> new AfterStderr(method);
        };
    }

    private final class Visitor extends ClassVisitor {
        Visitor(ClassVisitor next) {
            super(API, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return name.equals(edit.method) && descriptor.equals(edit.descriptor) ? edited(next) : next;
        }
    }

    /** {@code ProcessImpl.start(...)} becomes {@code ForkwatchBridge.start(...)}: another owner, nothing else. */
    private final class SpawnCall extends MethodVisitor {
        SpawnCall(MethodVisitor next) {
            super(API, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean itf) {
            boolean here =
                    opcode == Opcodes.INVOKESTATIC && owner.equals("java/lang/ProcessImpl") && name.equals("start");
            places += here ? 1 : 0;
            super.visitMethodInsn(opcode, here ? Edit.BRIDGE : owner, name, descriptor, itf);
        }
    }

    /** {@code ForkwatchBridge.born(this)} or {@code ForkwatchBridge.kill(this, force)} comes first. */
    private final class Entry extends MethodVisitor {
        Entry(MethodVisitor next) {
            super(API, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            places++;
            super.visitVarInsn(Opcodes.ALOAD, 0);
            if (edit == Edit.KILL) {
                super.visitVarInsn(Opcodes.ILOAD, 1);
                bridge("kill", "(Ljava/lang/ProcessHandle;Z)V");
            } else {
                bridge("born", "(Ljava/lang/Process;)V");
            }
        }

        private void bridge(String method, String descriptor) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, Edit.BRIDGE, method, descriptor, false);
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(maxStack + MORE_STACK, maxLocals);
        }
    }

    /**
     * Before {@code waitForProcessExit0(pid, reap)}, whose arguments are on the stack already:
     * {@code ForkwatchBridge.awaited()} and {@code ForkwatchBridge.zombie(waitForProcessExit0(pid, false), pid)}. The
     * original call stays untouched, so that a failing hook can never lose an exit.
     */
    private final class BeforeReaping extends MethodVisitor {
        private static final String WAIT = "waitForProcessExit0";

        BeforeReaping(MethodVisitor next) {
            super(API, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean itf) {
            if (name.equals(WAIT) && descriptor.equals("(JZ)I")) {
                places++;
                super.visitMethodInsn(Opcodes.INVOKESTATIC, Edit.BRIDGE, "awaited", "()V", false);
                loadPid();
                super.visitInsn(Opcodes.ICONST_0);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, owner, WAIT, "(JZ)I", false);
                loadPid();
                super.visitMethodInsn(Opcodes.INVOKESTATIC, Edit.BRIDGE, "zombie", "(IJ)V", false);
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, itf);
        }

        private void loadPid() {
            super.visitVarInsn(Opcodes.ALOAD, 0);
            super.visitFieldInsn(Opcodes.GETFIELD, edit.owner, "val$pid", "J");
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(maxStack + MORE_STACK, maxLocals);
        }
    }

    /** {@code ForkwatchBridge.piped(this)} follows each {@code this.stderr = ...}. */
    private final class AfterStderr extends MethodVisitor {
        AfterStderr(MethodVisitor next) {
            super(API, next);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            super.visitFieldInsn(opcode, owner, name, descriptor);
            if (opcode == Opcodes.PUTFIELD && owner.equals(edit.owner) && name.equals("stderr")) {
                places++;
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, Edit.BRIDGE, "piped", "(Ljava/lang/Process;)V", false);
            }
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(maxStack + MORE_STACK, maxLocals);
        }
    }
}
