package io.forkwatch.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Many sleeping children of one process, the C program {@code children}, which is a child of this JVM. They die when it
 * is closed, or with this JVM.
 */
public final class Crowd implements AutoCloseable {
    private final Process parent;
    private final List<Long> pids;

    private Crowd(Process parent, List<Long> pids) {
        this.parent = parent;
        this.pids = List.copyOf(pids);
    }

    /** Starts that many, 1 and up, and waits until they are there. */
    public static Crowd of(int count) throws IOException {
        Process parent = new ProcessBuilder(Work.file("children"), Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader answers = new BufferedReader(new InputStreamReader(parent.getInputStream(), UTF_8));
        List<Long> pids = new ArrayList<>();
        for (String line = answers.readLine(); line != null && !line.isEmpty(); line = answers.readLine()) {
            pids.add(Long.parseLong(line));
        }
        if (pids.size() != count) {
            throw new IOException("only " + pids.size() + " of " + count + " children could be started");
        }
        return new Crowd(parent, pids);
    }

    /** The process ids of the children, in the order of their start. */
    public List<Long> pids() {
        return pids;
    }

    /** The process id of their parent. */
    public long parentPid() {
        return parent.pid();
    }

    /** Ends them all, and waits until they are gone. */
    @Override
    public void close() throws IOException {
        parent.getOutputStream().close();
        try {
            parent.waitFor();
            for (long pid : pids) {
                while (Files.exists(Path.of("/proc", Long.toString(pid)))) {
                    Thread.sleep(1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
