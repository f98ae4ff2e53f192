package io.forkwatch.probe.publish.page;

import io.forkwatch.probe.publish.web.WebAnswer;
import io.forkwatch.probe.publish.web.WebPages;
import io.forkwatch.probe.publish.web.WebRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /} and what it needs, read from the jar each time: browsers keep it by its tag. The page takes everything from this
 * port and nothing from elsewhere, and its browser is told to hold it to that. Safe for any thread.
 */
public final class PageFiles implements WebPages {
    /** Not even a style attribute: what a child is called can be no more than text. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** A file below this package, and its type. */
    private record PageFile(String name, String type) {}

    private static final String STYLE = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private final Map<String, PageFile> files = Map.of(
            "/", new PageFile("index.html", "text/html; charset=utf-8"),
            "/assets/forkwatch.css", new PageFile("forkwatch.css", STYLE),
            "/assets/forkwatch.js", new PageFile("forkwatch.js", SCRIPT),
            "/assets/uplot.css", new PageFile("uplot/uPlot.min.css", STYLE),
            "/assets/uplot.js", new PageFile("uplot/uPlot.iife.min.js", SCRIPT));

    @Override
    public Optional<WebAnswer> answer(WebRequest request) {
        return Optional.ofNullable(files.get(request.path())).map(PageFiles::answer);
    }

    private static WebAnswer answer(PageFile file) {
        return WebAnswer.of(200, file.type(), read(file.name()))
                .tagged()
                .with("Content-Security-Policy", POLICY)
                .with("Referrer-Policy", "no-referrer");
    }

    private static String read(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the jar is gone or another one", unreadable);
        }
    }
}
