package io.forkwatch.probe.report;

import io.forkwatch.probe.diagnose.Deaths;
import java.util.Map;
import java.util.OptionalInt;

/** Those of {@link SummaryCases} that this JVM has ended through another program, or below a child. */
final class KillSummaryCases {
    private KillSummaryCases() {}

    static void addTo(Map<String, Deaths> deaths) {
        deaths.put(
                "destroyed-below",
                Deaths.byExit(137)
                        .command("sh", "-c", "cd app && java -jar app.jar")
                        .descendant(4243, "java", 1638 * SummaryCases.MIB, 40, false)
                        .killBelow(4243, true, 3));
        deaths.put(
                "killed-through-kill",
                SummaryCases.observed(Deaths.bySignal(9).ran(OptionalInt.of(0), 12, "kill", "-9", "4242")));
        deaths.put(
                "killed-through-shell-below",
                Deaths.byExit(143)
                        .command("sh", "-c", "cd app && java -jar app.jar")
                        .descendant(4243, "java", 1638 * SummaryCases.MIB, 40, false)
                        .ran(OptionalInt.empty(), 300, "bash", "-c", "kill 4243; sleep 5"));
        deaths.put(
                "killed-through-pkill-possible",
                Deaths.bySignal(15).ran(OptionalInt.of(0), 300, "pkill", "-f", "surefirebooter"));
        deaths.put("killed-through-kill-not-told", Deaths.bySignal(9).wasToRun(3, "/bin/kill", "-9", "4242"));
        deaths.put(
                "killed-through-script-possible",
                Deaths.bySignal(9).ranScript("kill -9 \"$1\"", 12, "bash", "cleanup.sh", "4242"));
        deaths.put(
                "killed-through-script-below-possible",
                Deaths.byExit(137)
                        .command("sh", "-c", "cd app && java -jar app.jar")
                        .descendant(4243, "java", 1638 * SummaryCases.MIB, 40, false)
                        .ranScript("kill -9 \"$1\"", 12, "bash", "cleanup.sh", "4243"));
        deaths.put("killed-by-another-child-possible", Deaths.bySignal(9).ranBelow(12, "kill", "-9", "4242"));
    }
}
