package io.forkwatch.e2e.fault;

import java.util.List;

/** Hosts that do what hosts do, and users what users do. */
final class HostRows {
    private HostRows() {}

    static List<Fault> rows() {
        return List.of(
                Fault.of("an option is misspelled").options("prot=1").says(Says.off("unknown option \"prot\"")),
                Fault.of("halts in a shutdown hook").host("halts-in-hook").says(Says.someOfAll()),
                Fault.of("throws in a shutdown hook").host("throws-in-hook"),
                Fault.of("starts a child in a shutdown hook")
                        .host("child-in-hook")
                        .says(Says.all()
                                .perhaps(
                                        Says.died("exit 4 .*"), "1 child ended with this JVM: sh\\S* pid \\d+ exit 4")),
                Fault.of("System.setErr(null)").host("no-stderr"),
                Fault.of("System.err is closed").host("closed-stderr").options("log=" + Trial.LOG),
                Fault.of("System.err throws").host("throwing-stderr"),
                Fault.of("System.err starts children").host("spawning-stderr"),
                Fault.of("System.in is closed").host("no-stdin"),
                Fault.of("all in a thread group that is interrupted")
                        .host("thread-group")
                        .says(Says.ends("exit 5 \\(certain\\)")));
    }
}
