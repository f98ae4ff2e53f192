package io.forkwatch.agent.entry;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The loader of everything but this package, over {@code inst/} in the jar. Its parent is the platform loader: it sees
 * the JDK and nothing of the application, and the application sees nothing of it. A URLClassLoader over
 * {@code jar:file:...!/inst/} would do the same through URL connections, at twice the CPU time on the host's main thread.
 *
 * <p>What is read of the jar is kept, because a build may write over it while this JVM runs: its start at once, with all
 * that a JVM without children needs, and the rest when the first child makes it necessary. If it is another jar by then,
 * nothing more is loaded. What has been loaded is let go of.
 */
final class InstLoader extends ClassLoader {
    private static final String INST = "inst/";
    private static final String CLASS = ".class";

    /** What is in no other jar. */
    private static final String DOOR = INST + "io/forkwatch/probe/SupervisorProbe$Bootstrap" + CLASS;

    /** Loaded here too, by classes of the probe, and in the jar once: with what the application's loader has of it. */
    private static final String ENTRY = "io.forkwatch.agent.";

    private static final String PROBE = "io.forkwatch.probe.";

    /**
     * Jars in the jar, of classes that are needed together or not at all: packed as one they take three fifths of the room, and a
     * JVM opens a jar of few entries sooner. Before each what the names of its classes begin with. The first that fits counts;
     * agent/jar/pom.xml packs them so.
     */
    private static final String[][] PACKS = {
        {"first", PROBE + "intercept.", PROBE + "lifecycle.", PROBE + "thread.", PROBE + "jdk.", "net.bytebuddy."},
        {"metrics", "io.prometheus."},
        // What somebody has to ask for: the commands, and all behind the port that is no metric.
        {
            "rare",
            PROBE + "attach.",
            PROBE + "top.",
            PROBE + "doctor.",
            PROBE + "why.",
            PROBE + "publish.api.",
            PROBE + "publish.debug.",
            PROBE + "sweep.",
            "com.google.gson.stream.JsonReader"
        },
        {"port", PROBE + "publish."},
        // What the reporter's thread needs from the first child on.
        {
            "report",
            PROBE + "advice.",
            PROBE + "evidence.",
            PROBE + "process.advice.",
            PROBE + "process.death.",
            PROBE + "report.",
            "com.google.gson."
        },
        // What an abnormal death needs, or a child that does not go on.
        {
            "death",
            PROBE + "diagnose.",
            PROBE + "hang.",
            PROBE + "process.hang.",
            PROBE + "procfs.task.",
            PROBE + "dump.",
            PROBE + "blackbox."
        },
        {"child", PROBE}
    };

    private static final String CHANGED = "the jar of Forkwatch has changed since this JVM was started";

    private final String place;
    /** Ours: a policy that grants something to this jar means all of it. */
    private final ProtectionDomain domain = InstLoader.class.getProtectionDomain();

    private final File file;
    private volatile JarImage jar;
    /** Unpacked at need, and again where the host needed the memory in between. */
    private final AtomicReferenceArray<SoftReference<JarImage>> packs = new AtomicReferenceArray<>(PACKS.length);

    /** Bytes of it that nobody needs any more, about; guarded by this. */
    private int spentBytes;

    static {
        registerAsParallelCapable();
    }

    /**
     * Over a jar.
     *
     * @param file where it was read from
     */
    InstLoader(JarImage jar, File file) {
        super(ClassLoader.getSystemClassLoader().getParent());
        this.jar = jar;
        this.file = file;
        this.place = "jar:" + file.toURI() + "!/";
    }

    /**
     * Over the jar that this class is from. Where an application has a copy of this class on its class path, which comes with
     * our library, over the agent's jar behind it.
     */
    static ClassLoader ofThisJar() throws IOException, URISyntaxException {
        File file = new File(InstLoader.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (!file.isDirectory()) {
            JarImage own = JarImage.startOf(file);
            if (own.find(DOOR) >= 0) {
                return new InstLoader(own, file);
            }
        }
        URL agent = ClassLoader.getSystemResource(DOOR);
        File jar = agent == null ? file : fileOf(agent);
        return new InstLoader(JarImage.startOf(jar), jar);
    }

    private static File fileOf(URL inJar) throws IOException, URISyntaxException {
        return new File(
                ((JarURLConnection) inJar.openConnection()).getJarFileURL().toURI());
    }

    // Ours first: the JDK has none of them, and says so by an exception for each.
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("java.")) {
            return super.loadClass(name, resolve);
        }
        String path = pathOf(name.replace('.', '/').concat(CLASS), name.startsWith(ENTRY));
        JarImage from = holder(name, path);
        int entry = from.find(path);
        if (entry < 0) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name, from, entry) : loaded;
        }
    }

    private Class<?> define(String name, JarImage from, int entry) throws ClassNotFoundException {
        try {
            byte[] bytes = read(from, entry);
            Class<?> defined = defineClass(name, bytes, 0, bytes.length, domain);
            spent(from == jar ? from.packedBytes(entry) : 0);
            return defined;
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

    private static String pathOf(String file, boolean entry) {
        return entry ? file : INST.concat(file);
    }

    private JarImage holder(String name, String path) throws ClassNotFoundException {
        try {
            return imageWith(name, path);
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }

    private JarImage imageWith(String name, String path) throws IOException {
        JarImage all = jar;
        int pack = all.find(path) < 0 ? packOf(name) : -1;
        if (pack < 0) {
            return all;
        }
        SoftReference<JarImage> held = packs.get(pack);
        JarImage known = held == null ? null : held.get();
        if (known == null) {
            known = unpacked(INST + PACKS[pack][0] + ".pack");
            packs.set(pack, new SoftReference<>(known));
        }
        return known;
    }

    /** Where a class lies that the jar itself has not. Below 0 if it is none of ours. */
    private static int packOf(String name) {
        for (int pack = 0; pack < PACKS.length; pack++) {
            for (int i = 1; i < PACKS[pack].length; i++) {
                if (name.startsWith(PACKS[pack][i])) {
                    return pack;
                }
            }
        }
        return -1;
    }

    private JarImage unpacked(String pack) throws IOException {
        JarImage from = jar;
        int entry = from.find(pack);
        return entry < 0 ? from : JarImage.of(read(from, entry));
    }

    private byte[] read(JarImage from, int entry) throws IOException {
        if (from.holds(entry)) {
            return from.read(entry);
        }
        JarImage all = whole();
        return all.read(all.find(from.name(entry)));
    }

    private synchronized JarImage whole() throws IOException {
        if (!jar.isWhole()) {
            JarImage all = again();
            if (!jar.isStartOf(all)) {
                throw new IOException(CHANGED);
            }
            jar = all;
        }
        return jar;
    }

    private JarImage again() throws IOException {
        try {
            return JarImage.of(file);
        } catch (IOException unreadable) {
            throw new IOException(CHANGED + ", or cannot be read: " + unreadable.getMessage());
        }
    }

    private synchronized void spent(int more) {
        spentBytes += more;
        if (jar.isWhole() && spentBytes > jar.size() / 2) {
            letGo();
        }
    }

    private void letGo() {
        try {
            JarImage all = jar;
            int[] kept = new int[all.count()];
            int most = 0;
            for (int i = 0, entry = all.first(); i < all.count(); i++, entry = all.next(entry)) {
                if (isNeeded(all.name(entry))) {
                    kept[most++] = entry;
                }
            }
            jar = all.keeping(kept, most);
            spentBytes = 0;
        } catch (OutOfMemoryError full) {
            return; // At the next occasion.
        }
    }

    private boolean isNeeded(String file) {
        boolean inst = file.startsWith(INST);
        if (!file.endsWith(CLASS)) {
            return inst;
        }
        String name = file.substring(inst ? INST.length() : 0, file.length() - CLASS.length());
        return findLoadedClass(name.replace('/', '.')) == null;
    }

    /** How much of the jar is held. */
    int heldBytes() {
        return jar.size();
    }

    /** A resource of {@code inst/}, for who looks for class files by URL, as other agents do. */
    @Override
    @SuppressWarnings("NullAway") // It is the loaders' way to say that there is none.
    protected URL findResource(String name) {
        String path = pathOf(name, isEntry(name));
        try {
            if (jar.find(path) >= 0) {
                return new URL(place + path);
            }
            JarImage pack = imageWith(name.replace('/', '.'), path);
            int entry = pack.find(path);
            return entry < 0 ? null : PackedUrl.of(path, pack.read(entry));
        } catch (IOException | SecurityException noHandler) {
            return null;
        }
    }

    private static boolean isEntry(String file) {
        return file.startsWith(ENTRY.replace('.', '/'));
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL found = findResource(name);
        return Collections.enumeration(found == null ? Collections.<URL>emptyList() : Collections.singletonList(found));
    }

    /** A resource of the JDK, or of {@code inst/}. */
    @Override
    public InputStream getResourceAsStream(String name) {
        try {
            String path = pathOf(name, isEntry(name));
            JarImage from = imageWith(name.replace('/', '.'), path);
            int entry = from.find(path);
            return entry < 0 ? super.getResourceAsStream(name) : new ByteArrayInputStream(read(from, entry));
        } catch (IOException unreadable) {
            return super.getResourceAsStream(name); // Which has none: not to be had.
        }
    }
}
