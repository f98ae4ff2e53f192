package io.forkwatch.e2e.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** Prints which classes an application can load by their names, and where each comes from. */
public final class Visible {
    private Visible() {}

    /**
     * Tries every class loader an application gets at.
     *
     * @param arguments a file with one class name a line
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<@Nullable ClassLoader> loaders = loaders();
        for (String name : Files.readAllLines(Path.of(arguments[0]))) {
            Set<String> sources = new LinkedHashSet<>();
            loaders.forEach(loader -> addSource(name, loader, sources));
            sources.forEach(source -> System.out.println(name + " from " + source));
        }
    }

    private static List<@Nullable ClassLoader> loaders() throws InterruptedException {
        List<@Nullable ClassLoader> loaders = new ArrayList<>();
        loaders.add(null); // The boot loader.
        loaders.add(ClassLoader.getPlatformClassLoader());
        loaders.add(ClassLoader.getSystemClassLoader());
        loaders.add(Visible.class.getClassLoader());
        loaders.add(Thread.currentThread().getContextClassLoader());
        Thread started = new Thread(() -> loaders.add(Thread.currentThread().getContextClassLoader()));
        started.start();
        started.join();
        ForkJoinPool.commonPool()
                .submit(() -> loaders.add(Thread.currentThread().getContextClassLoader()))
                .join();
        Thread.getAllStackTraces().keySet().forEach(thread -> loaders.add(thread.getContextClassLoader()));
        return loaders;
    }

    private static void addSource(String name, @Nullable ClassLoader loader, Set<String> sources) {
        try {
            CodeSource source =
                    Class.forName(name, false, loader).getProtectionDomain().getCodeSource();
            sources.add(source == null ? "the JDK" : source.getLocation().getPath());
        } catch (ClassNotFoundException | LinkageError invisible) {
            return; // As it should be: the next loader may know more.
        }
    }
}
