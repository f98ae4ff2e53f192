package io.forkwatch.probe.report;

import io.forkwatch.probe.diagnose.Boxes;
import io.forkwatch.probe.diagnose.Deaths;
import java.util.Map;

/** Those of {@link SummaryCases} in which a JVM has said something of itself. */
final class OwnWordSummaryCases {
    private OwnWordSummaryCases() {}

    static void addTo(Map<String, Deaths> deaths) {
        deaths.put(
                "black-box-exit-called",
                SummaryCases.observed(Deaths.byExit(3).own(Boxes.ofChild().exitCall(12, "pool-1-thread-7"))));
        deaths.put(
                "black-box-out-of-memory",
                Deaths.byExit(1)
                        .own(Boxes.ofChild()
                                .uncaught(700, "worker", "java.lang.OutOfMemoryError", "Java heap space")
                                .exitCall(300, "worker")));
        deaths.put(
                "black-box-uncaught",
                Deaths.byExit(1)
                        .own(Boxes.ofChild()
                                .status("OrderTest.pays")
                                .uncaught(20, "main", "java.lang.IllegalStateException", "no order 12")
                                .lastThread(9)));
        deaths.put("black-box-halted", Deaths.byExit(7).own(Boxes.ofChild()));
        deaths.put(
                "black-box-killed",
                SummaryCases.observed(Deaths.bySignal(9)
                        .own(Boxes.below().heapFull(2_000).uncaught(9_000, "w", "java.lang.Error", ""))));
        deaths.put("black-box-bare", Deaths.bySignal(15).own(Boxes.ofChild().bare()));
        deaths.put(
                "black-box-heap-full",
                Deaths.byExit(3).own(Boxes.ofChild().heapFull(900).exitCall(300, "main")));
    }
}
