package io.forkwatch.e2e.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Reads the stderr of its children in every way there is, and says what it got. */
public final class ReadsStderr {
    private static final String LARGE = "i=0; while [ $i -lt 4000 ]; do i=$((i+1)); "
            + "echo line $i of an output that is larger than any pipe or buffer between us >&2; done; exit 3";
    private static final String SLOW = "for i in 1 2 3 4 5; do printf 'word%s ' $i >&2; sleep 0.05; done; echo >&2";
    private static final String BYTES = "printf '\\000\\001\\377\\376\\303\\050\\r\\n\\033[31m' >&2";

    private ReadsStderr() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws Exception {
        say("all", bytes(LARGE, InputStream::readAllBytes));
        say("slow", bytes(SLOW, InputStream::readAllBytes));
        say("bytes", bytes(BYTES, InputStream::readAllBytes));
        say("one by one", bytes(LARGE, ReadsStderr::oneByOne));
        say("in chunks", bytes(LARGE, ReadsStderr::inChunks));
        say("larger than the buffer", bytes(LARGE, in -> in.readNBytes(100_000)));
        say("skipped", bytes(LARGE, ReadsStderr::skipping));
        say("marked", bytes(LARGE, ReadsStderr::marking));
        say("transferred", bytes(LARGE, ReadsStderr::transferred));
        readers();
        availability();
        afterDeath();
        closedEarly();
        elsewhere();
    }

    private interface Reading {
        byte[] of(InputStream in) throws IOException;
    }

    private static byte[] bytes(String script, Reading reading) throws IOException, InterruptedException {
        Process child = start(script);
        InputStream stream = child.getErrorStream();
        byte[] read = reading.of(stream);
        System.out.println(stream.getClass().getName() + ", the same: " + (stream == child.getErrorStream()));
        stream.close();
        end(child);
        return read;
    }

    private static Process start(String script) throws IOException {
        return new ProcessBuilder("sh", "-c", script).start();
    }

    private static void end(Process child) throws InterruptedException {
        if (!child.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still alive");
        }
        System.out.println("exit " + child.exitValue());
    }

    private static void say(String how, byte[] read) {
        System.out.println(how + ": " + read.length + " bytes, hash " + Arrays.hashCode(read));
    }

    private static byte[] oneByOne(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int value = in.read(); value >= 0; value = in.read()) {
            out.write(value);
        }
        return out.toByteArray();
    }

    private static byte[] inChunks(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[77];
        for (int count = in.read(chunk, 5, 70); count >= 0; count = in.read(chunk, 5, 70)) {
            out.write(chunk, 5, count);
        }
        return out.toByteArray();
    }

    private static byte[] skipping(InputStream in) throws IOException {
        in.skipNBytes(12_345);
        System.out.println("skipped " + in.skip(20_000));
        return in.readAllBytes();
    }

    private static byte[] marking(InputStream in) throws IOException {
        in.mark(50_000);
        byte[] first = in.readNBytes(30_000);
        in.reset();
        byte[] all = in.readAllBytes();
        System.out.println("mark " + in.markSupported() + ", again the same: "
                + Arrays.equals(first, 0, first.length, all, 0, first.length));
        return all;
    }

    private static byte[] transferred(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.out.println("transferred " + in.transferTo(out));
        return out.toByteArray();
    }

    private static void readers() throws IOException, InterruptedException {
        Process child = start(LARGE);
        String lines = child.errorReader(StandardCharsets.UTF_8).lines().collect(Collectors.joining("|"));
        System.out.println("reader: " + lines.length() + " characters, hash " + lines.hashCode());
        end(child);
    }

    private static void availability() throws IOException, InterruptedException {
        Process child = new ProcessBuilder("sh", "-c", "echo ready >&2; read x; exit 4").start();
        InputStream stream = child.getErrorStream();
        while (stream.available() == 0) {
            Thread.sleep(5);
        }
        System.out.println(
                "available " + stream.available() + ", first " + stream.read() + ", then " + stream.available());
        child.getOutputStream().close();
        end(child);
        System.out.println("left: " + new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip() + ", then "
                + stream.read() + ", available " + stream.available());
    }

    private static void afterDeath() throws IOException, InterruptedException {
        Process child = start("echo last words >&2; exit 5");
        end(child);
        child.onExit().join();
        say("after death", child.getErrorStream().readAllBytes());
    }

    private static void closedEarly() throws IOException, InterruptedException {
        Process child = start("trap '' PIPE; read x; echo too late >&2; echo $? ; exit 6");
        InputStream stream = child.getErrorStream();
        stream.close();
        try (OutputStream in = child.getOutputStream()) {
            in.write('\n');
        }
        end(child);
        try {
            System.out.println("read " + stream.read());
        } catch (IOException closed) {
            System.out.println(closed.getMessage());
        }
    }

    private static void elsewhere() throws IOException, InterruptedException {
        ProcessBuilder sh = new ProcessBuilder("sh", "-c", "echo one; echo two >&2");
        Process merged = sh.redirectErrorStream(true).start();
        say("merged, stdout", merged.getInputStream().readAllBytes());
        say("merged, stderr", merged.getErrorStream().readAllBytes());
        end(merged);
        Process discarded =
                sh.redirectErrorStream(false).redirectError(Redirect.DISCARD).start();
        say("discarded", discarded.getErrorStream().readAllBytes());
        System.out.println(discarded.getErrorStream().getClass().getName());
        end(discarded);
    }
}
