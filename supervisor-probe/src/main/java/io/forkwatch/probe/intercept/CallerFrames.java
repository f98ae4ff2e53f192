package io.forkwatch.probe.intercept;

import java.util.ArrayList;
import java.util.List;

/** The frames that say who asked for a kill: without the JDK's own process classes and without ours. */
final class CallerFrames {
    private static final int MOST = 12;
    /** A name in a class file may have 64 KiB. */
    private static final int LONGEST = 512;

    private CallerFrames() {}

    static List<String> of(StackTraceElement[] stack) {
        List<String> frames = new ArrayList<>(MOST);
        for (StackTraceElement frame : stack) {
            if (frames.size() == MOST) {
                break;
            }
            if (!isPlumbing(frame.getClassName())) {
                frames.add(text(frame));
            }
        }
        return frames;
    }

    private static boolean isPlumbing(String className) {
        return className.startsWith("java.lang.Process")
                || className.equals("java.lang.ForkwatchBridge")
                || className.startsWith("io.forkwatch.probe.intercept.");
    }

    // Shorter than StackTraceElement.toString: no loader, no module.
    private static String text(StackTraceElement frame) {
        String file = frame.getFileName() == null ? "Unknown Source" : frame.getFileName();
        String place = frame.getLineNumber() < 0 ? file : file + ':' + frame.getLineNumber();
        String text = frame.getClassName() + '.' + frame.getMethodName() + '(' + place + ')';
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
