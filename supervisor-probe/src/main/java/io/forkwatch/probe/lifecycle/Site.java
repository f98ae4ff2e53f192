package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.publish.page.PageFiles;
import io.forkwatch.probe.publish.web.WebAnswer;
import io.forkwatch.probe.publish.web.WebPages;
import io.forkwatch.probe.publish.web.WebRequest;
import io.forkwatch.probe.thread.Confined;
import java.util.Optional;
import java.util.function.Supplier;

/** What is on the port beside metrics and health. Made with the first request: who has no visitors pays nothing for it. */
@Confined(Confined.To.ANY)
final class Site implements WebPages {
    private final Supplier<WebPages> machines;
    private Optional<WebPages> api = Optional.empty();
    private Optional<WebPages> files = Optional.empty();

    /**
     * A site that nobody has visited.
     *
     * @param machines makes what answers to machines
     */
    Site(Supplier<WebPages> machines) {
        this.machines = machines;
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
