package io.forkwatch.probe.intercept;

import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;

/** Class files that are not what the JDK has. */
final class Classes {
    /** No method at all. */
    static final byte[] EMPTY = ofVersion(Opcodes.V17);

    private Classes() {}

    /** No method, and a class file version of our choice. */
    static byte[] ofVersion(int version) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(version, 0, "java/lang/Empty", null, "java/lang/Object", null);
        writer.visitEnd();
        return writer.toByteArray();
    }
}
