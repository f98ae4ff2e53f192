package io.forkwatch.bench.rival;

import io.forkwatch.bench.Work;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/** Peers, each in a class loader of its own: two versions of one can stand side by side. */
public final class Peers {
    private static final String ADAPTERS = "io.forkwatch.bench.rival.peer.";

    private Peers() {}

    /** A version of OSHI that updates what it knows of each process, {@code oshi6} or {@code oshi7}. */
    public static Contender oshi(String version, List<Long> pids) throws Exception {
        return make(version, "OshiUpdate", pids, 0);
    }

    /** A version of OSHI that seeks the descendants of a process. */
    public static Contender oshiDescendants(String version, long pid) throws Exception {
        return make(version, "OshiDescendants", List.of(), pid);
    }

    /** Hadoop's tree below a process: seeks and samples in one. */
    public static Contender hadoop(long pid) throws Exception {
        return make("hadoop", "HadoopTree", List.of(), pid);
    }

    private static Contender make(String peer, String adapter, List<Long> pids, long pid) throws Exception {
        // Not closed: the contender loads classes as long as it lives.
        @SuppressWarnings("resource")
        AdaptersFirst loader = new AdaptersFirst(jars(peer));
        return (Contender) loader.loadClass(ADAPTERS + adapter)
                .getConstructor(List.class, long.class)
                .newInstance(pids, pid);
    }

    private static URL[] jars(String peer) throws IOException {
        List<URL> urls = new ArrayList<>();
        File[] files = Work.peer(peer).toFile().listFiles((directory, name) -> name.endsWith(".jar"));
        if (files == null || files.length == 0) {
            throw new IOException("no jars of " + peer);
        }
        for (File file : files) {
            urls.add(urlOf(file));
        }
        urls.add(Peers.class.getProtectionDomain().getCodeSource().getLocation());
        return urls.toArray(new URL[0]);
    }

    private static URL urlOf(File file) throws MalformedURLException {
        return file.toURI().toURL();
    }

    /** Loads an adapter beside the peer that it needs, everything else of ours as usual. */
    private static final class AdaptersFirst extends URLClassLoader {
        AdaptersFirst(URL[] urls) {
            super(urls, Peers.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(ADAPTERS)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
