package io.forkwatch.agent.entry;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The loader of everything but this package, over {@code inst/} in the jar. Its parent is the platform loader: it sees
 * the JDK and nothing of the application, and the application sees nothing of it. A URLClassLoader over
 * {@code jar:file:...!/inst/} would do the same through URL connections, at twice the CPU time on the host's main thread.
 */
final class InstLoader extends ClassLoader {
    private static final String INST = "inst/";

    private final ZipFile jar;
    private final String place;
    /** Ours: a policy that grants something to this jar means all of it. */
    private final ProtectionDomain domain = InstLoader.class.getProtectionDomain();

    static {
        registerAsParallelCapable();
    }

    InstLoader(File jar) throws IOException {
        super(ClassLoader.getSystemClassLoader().getParent());
        this.jar = new ZipFile(jar); // Stays open as long as the JVM.
        this.place = "jar:" + jar.toURI() + "!/" + INST;
    }

    /** Over the jar that this class is from. */
    static ClassLoader ofThisJar() throws IOException, URISyntaxException {
        return new InstLoader(new File(InstLoader.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()));
    }

    // Ours first: the JDK has none of them, and says so by an exception for each.
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        ZipEntry entry =
                name.startsWith("java.") ? null : entry(name.replace('.', '/').concat(".class"));
        if (entry == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name, entry) : loaded;
        }
    }

    private ZipEntry entry(String file) {
        return jar.getEntry(INST.concat(file));
    }

    private Class<?> define(String name, ZipEntry entry) throws ClassNotFoundException {
        try {
            byte[] bytes = read(entry);
            return defineClass(name, bytes, 0, bytes.length, domain);
        } catch (LinkageError fault) {
            // Another agent's transformer may load the very class that it is asked about: then it is there already.
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                throw fault;
            }
            return loaded;
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }

    private byte[] read(ZipEntry entry) throws IOException {
        byte[] bytes = new byte[(int) entry.getSize()];
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            in.readFully(bytes);
        }
        return bytes;
    }

    /** A resource of {@code inst/}, for who looks for class files by URL, as other agents do. */
    @Override
    @SuppressWarnings("NullAway") // It is the loaders' way to say that there is none.
    protected URL findResource(String name) {
        try {
            return entry(name) == null ? null : new URL(place + name);
        } catch (MalformedURLException noHandler) {
            return null;
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL found = findResource(name);
        return Collections.enumeration(found == null ? Collections.<URL>emptyList() : Collections.singletonList(found));
    }

    /** A resource of the JDK, or of {@code inst/}. */
    @Override
    public InputStream getResourceAsStream(String name) {
        ZipEntry entry = entry(name);
        try {
            return entry == null ? super.getResourceAsStream(name) : jar.getInputStream(entry);
        } catch (IOException unreadable) {
            return super.getResourceAsStream(name); // Which has none: not to be had.
        }
    }
}
