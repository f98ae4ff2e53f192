package io.forkwatch.e2e.fault;

import java.util.List;

/** JVMs in unusual modes, and with unusual neighbours. */
final class JvmRows {
    private JvmRows() {}

    static List<Fault> rows() {
        return List.of(
                Fault.of("nothing is wrong"),
                jvm("-XX:+UseZGC"),
                jvm("-XX:+UseShenandoahGC"),
                jvm("-XX:+UseParallelGC"),
                jvm("-XX:+UseSerialGC", "-Xmx16m", "-XX:+ExitOnOutOfMemoryError"),
                jvm("-XX:+UseCompactObjectHeaders").on(jdk -> jdk.feature() >= 25),
                jvm("-XX:-UseCompressedOops", "-XX:-UsePerfData"),
                jvm("-Xint"),
                // Everything is compiled before it runs: many times the start of a usual JVM.
                jvm("-Xcomp")
                        .says(Says.someOfAll().perhaps("forkwatch-\\S+ has not ended within 2000 ms.*"))
                        .on(jdk -> jdk.feature() == 17),
                jvm("-Xshare:off"),
                jvm("-Xrs"),
                // In 17 it says on stdout that getAllLoadedClasses, which we call as most agents do, is careless.
                jvm("-Xcheck:jni").on(jdk -> jdk.feature() >= 25),
                jvm("-XX:-StackTraceInThrowable", "-XX:-OmitStackTraceInFastThrow"),
                jvm("-esa", "-ea"),
                jvm("-Xss180k", "-XX:MaxDirectMemorySize=1m"),
                jvm(
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+BytecodeVerificationLocal",
                        "-XX:+BytecodeVerificationRemote"),
                jvm("-XX:+DisableAttachMechanism", "-XX:+PerfDisableSharedMem"),
                jvm("-XX:NativeMemoryTracking=detail"),
                jvm("-Duser.language=tr", "-Duser.country=TR"),
                jvm("-Duser.language=ar", "-Duser.country=EG", "-Duser.extensions=u-nu-arab"),
                jvm("-Dfile.encoding=IBM037"),
                jvm("-Dstdout.encoding=UTF-16LE", "-Dstderr.encoding=UTF-16LE"),
                jvm("-Djava.io.tmpdir=/nowhere", "-Duser.name=../../etc/x"),
                jvm("-Dline.separator=|"),
                jvm("-Djdk.lang.Process.launchMechanism=FORK"),
                jvm("-Djdk.lang.Process.launchMechanism=VFORK"),
                jvm("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:0"),
                Fault.of("an agent before it that rewrites the classes of processes")
                        .with(Neighbour.rewriting()),
                Fault.of("an agent behind it that rewrites the classes of processes")
                        .behind(Neighbour.rewriting()),
                Fault.of("JaCoCo before it").with(Neighbour.jacoco()),
                Fault.of("JaCoCo behind it").behind(Neighbour.jacoco()),
                Fault.of("a policy of the host's own, without a security manager")
                        .host("policy")
                        .on(jdk -> jdk.feature() < 24),
                Fault.of("a policy of the host's own, with the JDK's security manager")
                        .with("-Djava.security.manager=allow")
                        .host("policy-managed")
                        .on(jdk -> jdk.feature() < 24),
                Fault.of("a policy of the host's own that trusts only the host, with the JDK's security manager")
                        .with("-Djava.security.manager=allow")
                        .host("policy-distrusts")
                        .says(new Says(List.of(), List.of("is off.*")))
                        .on(jdk -> jdk.feature() < 24),
                jvm("-XX:StartFlightRecording:settings=profile", "-Xlog:jfr*=off"));
    }

    private static Fault jvm(String... options) {
        return Fault.of(String.join(" ", options)).with(options);
    }
}
