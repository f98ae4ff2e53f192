package io.forkwatch.probe.evidence;

import io.forkwatch.agent.entry.RegularFile;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.program.KillCommand;
import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.process.program.ScriptCall;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the scripts that programs had a shell read, for what they send signals to. Not what these read in their turn. */
@Confined(Confined.To.REPORTER)
final class KillScripts {
    /** A longer one is not read at all. */
    private static final int MOST_BYTES = 16 << 10;

    private static final int MOST_FILES = 4;

    /** What stands in its scripts, as they are now; empty where that is nothing, or they cannot be read. */
    List<KillCommand> of(KillProgram program) {
        List<KillCommand> found = new ArrayList<>(0);
        int left = MOST_FILES;
        for (ScriptCall call : ScriptCall.in(program.command().arguments())) {
            if (left > 0) {
                found.addAll(KillCommand.inFile(read(call, program.directory()), call));
            }
            left--;
        }
        return found;
    }

    private static String read(ScriptCall call, String directory) {
        try {
            Path file = Path.of(directory).toAbsolutePath().resolve(call.path());
            byte[] bytes = RegularFile.at(file).whole(MOST_BYTES);
            return isScript(call, bytes) ? new String(bytes, StandardCharsets.UTF_8) : "";
        } catch (IOException | InvalidPathException notThere) {
            return "";
        }
    }

    // Some program is a script of a shell if its first line says so.
    private static boolean isScript(ScriptCall call, byte[] bytes) {
        boolean named = Shebang.interpreter(bytes).filter(Programs::isShell).isPresent()
                || Shebang.sought(bytes).filter(Programs::isShell).isPresent();
        boolean text = bytes.length > 0 && bytes[0] != 0x7f;
        return named || (call.byShell() && text);
    }
}
