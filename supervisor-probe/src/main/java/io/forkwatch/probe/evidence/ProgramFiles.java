package io.forkwatch.probe.evidence;

import io.forkwatch.agent.entry.RegularFile;
import io.forkwatch.probe.evidence.ProgramFault.Kind;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.process.program.ShellScript;
import io.forkwatch.probe.thread.Confined;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Looks at the file of a program that a shell or a wrapper could not run, once it has exited 127 or 126. Reads files, no more
 * than the first page of two.
 *
 * @param path the directories in which a command without a path is sought
 * @param machine what an ELF file must be built for here, 0 if that is not known
 * @param agents true if this JVM has inherited options with an agent, which its children get too
 * @param inner takes wrappers and shells off a command
 */
@Confined(Confined.To.REPORTER)
record ProgramFiles(List<Path> path, int machine, boolean agents, Function<CommandLine, List<String>> inner) {
    private static final int FAILED = 1;
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int MOST_DIRECTORIES = 64;
    private static final int MOST_CHARACTERS = 200;
    private static final int HEAD_BYTES = 4_096;

    /** Below these a path leads elsewhere, or to what another user may see. */
    private static final Set<String> ELSEWHERE = Set.of(
            "chroot",
            "unshare",
            "nsenter",
            "bwrap",
            "firejail",
            "runc",
            "docker",
            "podman",
            "su",
            "runuser",
            "sudo",
            "doas",
            "gosu",
            "su-exec",
            "chpst",
            "setuidgid",
            "ssh",
            "systemd-run");

    /** What a shell would replace before it looks for a file. */
    private static final String OPEN = "$`*?[]{}~\\'\"<>()";

    /**
     * Those of this machine.
     *
     * @param inner takes wrappers and shells off a command
     */
    static ProgramFiles ofMachine(Function<CommandLine, List<String>> inner) {
        List<Path> directories = new ArrayList<>();
        for (String each : Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1)) {
            if (each.startsWith("/") && directories.size() < MOST_DIRECTORIES) {
                directories.add(Path.of(each));
            }
        }
        int machine = ElfHeader.machineOf(System.getProperty("os.arch", ""));
        boolean agents =
                hasAgent(Optional.ofNullable(System.getenv("JAVA_TOOL_OPTIONS")).orElse(""));
        return new ProgramFiles(List.copyOf(directories), machine, agents, inner);
    }

    private static boolean hasAgent(String options) {
        return options.contains("-javaagent:");
    }

    /** Why what the child was asked to run cannot be run; empty if it can, or that is not known. */
    Optional<ProgramFault> of(Death death) {
        int code = death.ending().exitValue().orElse(0);
        CommandLine command = death.child().command();
        if ((code != NOT_EXECUTABLE && code != NOT_FOUND && code != FAILED) || leadsElsewhere(command)) {
            return Optional.empty();
        }
        String script = ShellScript.of(command.arguments());
        if (!script.isEmpty() && (script.indexOf('|') >= 0 || !ShellScript.isOneCommand(command.arguments()))) {
            return Optional.empty();
        }
        List<String> words = inner.apply(command);
        if (words.isEmpty() || words.get(0).isEmpty() || isOpen(words.get(0)) || runsOthers(words.get(0))) {
            return Optional.empty();
        }
        try {
            if (code == FAILED) {
                return file(words.get(0), death.child())
                        .flatMap(file -> withoutAgents(file, agents || hasAgent(command.joined())));
            }
            return words.get(0).indexOf('/') < 0
                    ? inPath(words.get(0), command, code)
                    : named(words.get(0), death.child(), code);
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private static boolean leadsElsewhere(CommandLine command) {
        for (String argument : command.arguments()) {
            for (String word : argument.split("[\\s;&|]+", 32)) {
                if (ELSEWHERE.contains(Programs.basename(word))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOpen(String word) {
        return word.chars().anyMatch(c -> OPEN.indexOf(c) >= 0 || Character.isISOControl(c));
    }

    // A shell with a script of more than one command, or a wrapper that is not understood: the code is of what it runs.
    private static boolean runsOthers(String program) {
        String name = Programs.basename(program);
        return Programs.isShell(name) || Programs.isMultiCall(name) || WrapperEnds.isKnown(name);
    }

    private Optional<ProgramFault> inPath(String name, CommandLine command, int code) {
        if (path.isEmpty() || command.joined().contains("PATH=") || isBuiltin(name)) {
            return Optional.empty();
        }
        Optional<Path> found = sought(name);
        if (found.isPresent()) {
            return inFile(found.get(), code).map(fault -> new ProgramFault(fault.kind(), fault.what(), false));
        }
        return code == NOT_FOUND ? Optional.of(new ProgramFault(Kind.NOT_THERE, cut(name), false)) : Optional.empty();
    }

    private Optional<Path> sought(String name) {
        return path.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isRegularFile)
                .min(Comparator.comparing(file -> !Files.isExecutable(file)));
    }

    // What a shell does by itself is in no directory.
    private static boolean isBuiltin(String name) {
        return Set.of("command", "type", "hash", "exec", "eval", ".", "source", "builtin", "wait", "fc", "bg", "fg")
                .contains(name);
    }

    private Optional<ProgramFault> named(String name, Child child, int code) {
        return file(name, child).flatMap(file -> inFile(file, code));
    }

    private Optional<Path> file(String name, Child child) {
        if (name.indexOf('/') < 0) {
            return sought(name);
        }
        Path file = Path.of(name);
        String said = child.command().joined();
        boolean moved =
                said.contains("cd ") || said.contains("pushd ") || said.contains("chdir") || said.contains(" -C");
        if (moved && !file.isAbsolute()) {
            return Optional.empty();
        }
        return Optional.of(
                Path.of(child.directory()).toAbsolutePath().resolve(file).normalize());
    }

    // bin/java of an image that jlink made, and the launcher that jpackage puts beside one.
    private static Optional<ProgramFault> withoutAgents(Path file, boolean given) {
        try {
            Path home = file.toRealPath().resolve("../..").normalize();
            for (Path lib : List.of(home.resolve("lib"), home.resolve("lib/runtime/lib"))) {
                if (Files.exists(lib.resolve("libjava.so")) && Files.notExists(lib.resolve("libinstrument.so"))) {
                    return Optional.of(new ProgramFault(Kind.NO_AGENTS, cut(home.toString()), given));
                }
            }
            return Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    private Optional<ProgramFault> inFile(Path file, int code) {
        if (Files.isDirectory(file)) {
            return fault(Kind.NOT_ALLOWED, file + "/");
        }
        try {
            RegularFile regular = RegularFile.at(file);
            if (code == NOT_EXECUTABLE && !Files.isExecutable(file)) {
                return fault(Kind.NOT_ALLOWED, file.toString());
            }
            return inHead(file, regular.head(HEAD_BYTES), code);
        } catch (IOException notThere) {
            boolean gone = code == NOT_FOUND && Files.notExists(file);
            return gone ? fault(Kind.NOT_THERE, file.toString()) : Optional.empty();
        }
    }

    private Optional<ProgramFault> inHead(Path file, byte[] head, int code) {
        Optional<ElfHeader> elf = ElfHeader.of(head);
        boolean refused = code == NOT_EXECUTABLE && machine != 0;
        if (refused && elf.filter(header -> header.machine() != machine).isPresent()) {
            return fault(Kind.OTHER_PROCESSOR, file + ": " + elf.get().machineName());
        }
        Optional<String> interpreter = elf.isPresent() ? elf.get().interpreter() : Shebang.interpreter(head);
        if (interpreter.filter(named -> !isThere(named)).isPresent()) {
            return fault(Kind.NO_INTERPRETER, file + ": " + interpreter.get());
        }
        if (elf.isPresent()) {
            boolean loaded = code == NOT_FOUND && interpreter.isPresent();
            return fault(loaded ? Kind.LIBRARIES : Kind.NONE, file.toString());
        }
        return Shebang.sought(head)
                .filter(program -> path.stream().noneMatch(each -> Files.exists(each.resolve(program))))
                .map(program -> new ProgramFault(Kind.NO_INTERPRETER, cut(file + ": env " + program), false))
                .or(() -> fault(Kind.NONE, file.toString()));
    }

    // A relative one is sought where the child was; that is rare enough to be left alone.
    private static boolean isThere(String interpreter) {
        return !interpreter.startsWith("/") || !Files.notExists(Path.of(interpreter));
    }

    private static Optional<ProgramFault> fault(Kind kind, String what) {
        return Optional.of(new ProgramFault(kind, cut(what), true));
    }

    private static String cut(String what) {
        String shown = what.replace("\r", "\\r").replaceAll("\\p{Cntrl}", "?");
        return shown.length() <= MOST_CHARACTERS ? shown : shown.substring(0, MOST_CHARACTERS);
    }
}
