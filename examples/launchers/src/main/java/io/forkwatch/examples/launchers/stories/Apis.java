package io.forkwatch.examples.launchers.stories;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Every way that Java offers to start a process. Each child exits with a value of its own, 4 to 8. */
public record Apis() implements Story {
    @Override
    public String name() {
        return "apis";
    }

    @Override
    public String sentence() {
        return "children started in every way that Java offers";
    }

    @Override
    public void run(PrintStream out) throws IOException, InterruptedException {
        Process exec = Runtime.getRuntime().exec(new String[] {"sh", "-c", "exit 4"});
        out.println("  Runtime.exec: exit value " + exec.waitFor());
        out.println("  ProcessBuilder.start: exit value " + exitsWith(5).start().waitFor());
        for (Process part : ProcessBuilder.startPipeline(List.of(exitsWith(6), exitsWith(7)))) {
            out.println("  ProcessBuilder.startPipeline: exit value " + part.waitFor());
        }
        out.println("  virtual thread: " + fromVirtualThread().orElse("this JDK has none"));
    }

    /** Called by name, as this class is compiled for a JDK that has no virtual threads. */
    private static Optional<String> fromVirtualThread() {
        CompletableFuture<Integer> exitValue = new CompletableFuture<>();
        try {
            Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
            start.invoke(null, (Runnable) () -> complete(exitValue));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
        return Optional.of("exit value " + exitValue.join());
    }

    private static void complete(CompletableFuture<Integer> exitValue) {
        try {
            exitValue.complete(exitsWith(8).start().waitFor());
        } catch (IOException | InterruptedException e) {
            exitValue.completeExceptionally(e);
        }
    }

    private static ProcessBuilder exitsWith(int exitValue) {
        return new ProcessBuilder("sh", "-c", "exit " + exitValue);
    }
}
