package io.forkwatch.agent.entry;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * A loader over {@code inst/} in the jar whose parent is the platform loader: it sees the JDK and nothing of the
 * application, and the application sees nothing of it. A URLClassLoader over {@code jar:file:...!/inst/} would do the
 * same through URL connections, at twice the CPU time on the host's main thread.
 */
final class InstLoader extends ClassLoader {
    private static final String INST = "inst/";

    private final JarFile jar;

    static {
        registerAsParallelCapable();
    }

    InstLoader(File jar) throws IOException {
        super(ClassLoader.getSystemClassLoader().getParent());
        this.jar = new JarFile(jar, false); // Stays open as long as the JVM.
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        ZipEntry entry = jar.getEntry(INST + name.replace('.', '/') + ".class");
        if (entry == null) {
            throw new ClassNotFoundException(name);
        }
        try {
            byte[] bytes = read(entry);
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }

    private byte[] read(ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(32, (int) entry.getSize()));
            byte[] chunk = new byte[8192];
            for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
                bytes.write(chunk, 0, n);
            }
            return bytes.toByteArray();
        }
    }

    /** A resource of the JDK, or of {@code inst/}. */
    @Override
    public InputStream getResourceAsStream(String name) {
        ZipEntry entry = jar.getEntry(INST + name);
        try {
            return entry == null ? super.getResourceAsStream(name) : jar.getInputStream(entry);
        } catch (IOException unreadable) {
            return super.getResourceAsStream(name); // Which has none: not to be had.
        }
    }
}
