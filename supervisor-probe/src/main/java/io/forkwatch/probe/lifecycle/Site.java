package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.publish.page.PageFiles;
import io.forkwatch.probe.publish.web.LongPages;
import io.forkwatch.probe.publish.web.LongPlan;
import io.forkwatch.probe.publish.web.WebAnswer;
import io.forkwatch.probe.publish.web.WebPages;
import io.forkwatch.probe.publish.web.WebRequest;
import io.forkwatch.probe.thread.Confined;
import java.util.Optional;
import java.util.function.Supplier;

/** What is on the port beside metrics and health. Made with the first request: who has no visitors pays nothing for it. */
@Confined(Confined.To.ANY)
final class Site implements WebPages {
    private static final String SHUT = "debug has been switched off in the options of this JVM";

    private final Supplier<WebPages> machines;
    private final Optional<Supplier<LongPages>> debug;
    private Optional<LongPages> madeDebug = Optional.empty();
    private Optional<WebPages> api = Optional.empty();
    private Optional<WebPages> files = Optional.empty();
    private volatile boolean debugShut;

    /**
     * A site that nobody has visited.
     *
     * @param machines makes what answers to machines
     * @param debug makes what looks into JVMs; absent where nobody may
     */
    Site(Supplier<WebPages> machines, Optional<Supplier<LongPages>> debug) {
        this.machines = machines;
        this.debug = debug;
    }

    @Override
    public Optional<LongPages> longPages() {
        return debug.isPresent() ? Optional.of(request -> plan(debug.get(), request)) : Optional.empty();
    }

    private LongPlan plan(Supplier<LongPages> maker, WebRequest request) {
        return debugShut
                ? new LongPlan.Refused(WebAnswer.refusal(404, SHUT))
                : debug(maker).plan(request);
    }

    /** Nobody may look into JVMs any more. */
    void shutDebug() {
        debugShut = true;
    }

    /** True from then on. */
    boolean isDebugShut() {
        return debugShut;
    }

    private synchronized LongPages debug(Supplier<LongPages> maker) {
        LongPages made = madeDebug.orElseGet(maker);
        madeDebug = Optional.of(made);
        return made;
    }

    @Override
    public Optional<WebAnswer> answer(WebRequest request) {
        return (request.path().startsWith(API) ? api() : files()).answer(request);
    }

    private synchronized WebPages api() {
        WebPages made = api.orElseGet(machines);
        api = Optional.of(made);
        return made;
    }

    private synchronized WebPages files() {
        WebPages made = files.orElseGet(PageFiles::new);
        files = Optional.of(made);
        return made;
    }
}
