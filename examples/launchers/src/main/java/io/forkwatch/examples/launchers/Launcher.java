package io.forkwatch.examples.launchers;

import io.forkwatch.examples.launchers.stories.Apis;
import io.forkwatch.examples.launchers.stories.Busy;
import io.forkwatch.examples.launchers.stories.ExitThree;
import io.forkwatch.examples.launchers.stories.Heap;
import io.forkwatch.examples.launchers.stories.Hold;
import io.forkwatch.examples.launchers.stories.Leak;
import io.forkwatch.examples.launchers.stories.Many;
import io.forkwatch.examples.launchers.stories.Missing;
import io.forkwatch.examples.launchers.stories.Pool;
import io.forkwatch.examples.launchers.stories.Recycle;
import io.forkwatch.examples.launchers.stories.Story;
import io.forkwatch.examples.launchers.stories.Timeout;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays stories, in the order they are asked for. It knows nothing of Forkwatch and prints what any launcher could
 * print: what it started and which exit value Java gave it.
 */
public final class Launcher {
    private static final List<Story> TOUR =
            List.of(new Pool(), new Leak(), new ExitThree(), new Busy(), new Timeout(), new Missing());
    private static final List<Story> MORE = List.of(new Many(), new Apis(), new Hold(), new Recycle(), new Heap());
    private static final int USAGE = 2;

    private Launcher() {}

    /**
     * Plays the stories; without a name, lists them.
     *
     * @param names names of stories; {@code all} stands for the tour
     * @throws IOException if a child that should start does not
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] names) throws IOException, InterruptedException {
        List<Story> stories = new ArrayList<>();
        for (String name : names) {
            List<Story> found = find(name);
            if (found.isEmpty()) {
                System.err.println("no story is called " + name);
                list(System.err);
                System.exit(USAGE);
            }
            stories.addAll(found);
        }
        if (stories.isEmpty()) {
            list(System.out);
        }
        for (Story story : stories) {
            System.out.println(story.name() + ": " + story.sentence());
            story.run(System.out);
        }
    }

    private static List<Story> find(String name) {
        if (name.equals("all")) {
            return TOUR;
        }
        return known().stream().filter(story -> story.name().equals(name)).toList();
    }

    private static List<Story> known() {
        List<Story> known = new ArrayList<>(TOUR);
        known.addAll(MORE);
        return known;
    }

    private static void list(PrintStream out) {
        out.println("usage: java -jar forkwatch-launchers.jar STORY...");
        for (Story story : known()) {
            out.println("  " + story.name() + " ".repeat(9 - story.name().length()) + story.sentence());
        }
        out.println("  all      the first " + TOUR.size() + ", in this order");
    }
}
