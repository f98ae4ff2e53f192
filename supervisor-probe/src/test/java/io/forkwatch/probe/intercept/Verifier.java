package io.forkwatch.probe.intercept;

import java.lang.reflect.Method;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;

/**
 * The JVM's own verifier, put to a copy under another name: the JVM trusts boot classes, and nobody but it may define
 * them. Whoever gets the stack or a frame wrong gets a {@link VerifyError}.
 */
final class Verifier extends ClassLoader {
    private static final int OLDEST_SUPPORTED = 61;
    private static final int MAJOR_VERSION_AT = 7;

    private Verifier() {
        super(Verifier.class.getClassLoader());
    }

    static Method[] verifiedMethods(String internalName, byte[] classFile) {
        String copyName = "copy/" + internalName.substring(internalName.lastIndexOf('/') + 1);
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile)
                .accept(new ClassRemapper(writer, new SimpleRemapper(Opcodes.ASM9, Map.of(internalName, copyName))), 0);
        byte[] copy = writer.toByteArray();
        // A class of a newer JDK is verified by this JVM too: the rules have been the same since Java 7.
        copy[MAJOR_VERSION_AT] = OLDEST_SUPPORTED;
        // Asking for methods links, and linking verifies; nothing is initialised.
        return new Verifier().define(copy).getDeclaredMethods();
    }

    private Class<?> define(byte[] classFile) {
        return defineClass(null, classFile, 0, classFile.length);
    }
}
