package io.forkwatch.probe.why;

import io.forkwatch.probe.hang.Look;
import io.forkwatch.probe.hang.OwnWaits;
import io.forkwatch.probe.hang.WaitGraph;
import io.forkwatch.probe.options.EscapedText;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.text.Numbers;
import io.forkwatch.probe.report.words.HangWords;
import io.forkwatch.probe.report.words.Language;
import io.forkwatch.probe.report.words.Messages;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code why PID}: looks twice, a second apart, and says what holds up a process, or what it is in if nothing does. */
public final class WhyCommand {
    private static final int SAID = 0;
    private static final int UNKNOWN = 1;
    private static final int WRONG_USE = 2;
    private static final int MOST_DIGITS = 9;
    private static final int MOST_CHARS = 4_000;
    private static final int MOST_TREE = 1_000;
    private static final long PAUSE_MILLIS = 1_000;

    private final ProcFs procFs;
    private final HangWords words;
    private final Runnable pause;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * A command that has done nothing.
     *
     * @param pause lets about a second pass
     */
    WhyCommand(ProcFs procFs, Runnable pause, PrintStream out, PrintStream err) {
        this.procFs = procFs;
        this.words = new HangWords(Messages.in(Language.EN));
        this.pause = pause;
        this.out = out;
        this.err = err;
    }

    /** The command on this machine. */
    public static WhyCommand ofThisMachine(PrintStream out, PrintStream err) {
        return new WhyCommand(ProcFs.system(), WhyCommand::aSecond, out, err);
    }

    private static void aSecond() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException soon) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs it.
     *
     * @param arguments what stands behind {@code why}: a pid
     * @return the exit code: 0 if it was said, be it held up or not; 1 if nothing can be known of it; 2 if there is no such process, or
     *     the arguments cannot be used
     */
    public int run(List<String> arguments) {
        String first = arguments.isEmpty() ? "" : arguments.get(0);
        long pid = first.length() > MOST_DIGITS ? -1 : Numbers.whole(first);
        if (arguments.size() != 1 || pid <= 0) {
            return refuse(arguments.size() > 1 ? arguments.get(1) : first, "is not understood");
        }
        try {
            return look(key(procFs.stat(pid)), procFs.stat(pid).comm());
        } catch (IOException gone) {
            return refuse(first, "is no process that can be seen from here");
        }
    }

    private int refuse(String argument, String why) {
        err.println("forkwatch: why: \"" + EscapedText.of(argument, 80) + "\" " + why
                + "; allowed is the pid of a running process");
        return WRONG_USE;
    }

    private static ProcessKey key(PidStat stat) {
        return new ProcessKey(stat.pid(), stat.starttimeTicks());
    }

    private int look(ProcessKey root, String comm) throws IOException {
        String name = "pid " + root.pid() + " (" + comm + ")";
        Optional<Blockage> before = graph().why(root, tree(root));
        pause.run();
        WaitGraph graph = graph();
        Optional<Blockage> now = graph.why(root, tree(root));
        if (now.isPresent() && before.isPresent() && now.get().persists(before.get())) {
            Blockage blockage = now.get();
            String sentence = words.sentence(name, blockage, OptionalLong.empty());
            print(sentence + " (" + blockage.sureness().label() + ")");
            printChain(blockage.links(), blockage.rightsMissing());
            return SAID;
        }
        List<BlockedLink> links = graph.standing(root);
        if (links.isEmpty()) {
            return refuse(Long.toString(root.pid()), "has ended meanwhile");
        }
        tellHealthy(name, links, now.isPresent());
        return links.get(0).doing() == Doing.HIDDEN ? UNKNOWN : SAID;
    }

    private void tellHealthy(String name, List<BlockedLink> links, boolean moves) {
        Doing doing = links.get(0).doing();
        if (doing == Doing.HIDDEN) {
            print("nothing can be known of what " + name + " waits for: its system calls may not be read,"
                    + " for want of the right to trace it");
        } else {
            String end = moves ? ", but goes on" : ", as a healthy program may be";
            print("nothing that can be seen holds up " + name + ": it is " + words.phrase(links.get(0))
                    + (doing == Doing.ENDED ? "" : end));
        }
        printChain(links, false);
        if (doing == Doing.WAITS_INSIDE && links.get(0).comm().equals("java")) {
            print("    whether its threads wait for each other only their stacks tell: jcmd "
                    + links.get(0).who().pid() + " Thread.print");
        }
    }

    private WaitGraph graph() {
        return WaitGraph.now(new Look(procFs, () -> OwnWaits.NONE));
    }

    private void printChain(List<BlockedLink> links, boolean rightsMissing) {
        for (String line : words.chain(links)) {
            print("    " + line);
        }
        if (rightsMissing) {
            print("    some system calls may not be read, for want of the right to trace these processes:"
                    + " as root more may be known");
        }
    }

    private void print(String line) {
        out.println(EscapedText.of(line, MOST_CHARS));
    }

    // Nearest first.
    private List<ProcessKey> tree(ProcessKey root) throws IOException {
        List<PidStat> all = new ArrayList<>();
        for (long pid : procFs.pids()) {
            add(pid, all);
        }
        List<ProcessKey> tree = new ArrayList<>(List.of(root));
        for (int i = 0; i < tree.size() && tree.size() < MOST_TREE; i++) {
            for (PidStat each : all) {
                if (each.ppid() == tree.get(i).pid() && !tree.contains(key(each))) {
                    tree.add(key(each));
                }
            }
        }
        return tree.subList(1, tree.size());
    }

    private void add(long pid, List<PidStat> all) {
        try {
            all.add(procFs.stat(pid));
        } catch (IOException gone) {
            return; // Processes end at any time.
        }
    }
}
