package io.forkwatch.probe.publish.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.publish.web.WebAnswer;
import io.forkwatch.probe.publish.web.WebRequest;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the browser gets, and what it is told to hold the page to. */
class PageFilesTest {
    private final PageFiles files = new PageFiles();

    private WebAnswer ask(String path) {
        return files.answer(WebRequest.of(path)).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html",
        "/assets/forkwatch.css, text/css",
        "/assets/forkwatch.js, text/javascript",
        "/assets/uplot.css, text/css",
        "/assets/uplot.js, text/javascript"
    })
    void eachFileIsThereUnderThePolicy(String path, String type) {
        WebAnswer answer = ask(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo(type + "; charset=utf-8");
        assertThat(answer.body()).hasSizeGreaterThan(1_000);
        assertThat(answer.headers())
                .containsEntry("Content-Security-Policy", PageFiles.POLICY)
                .containsEntry("Referrer-Policy", "no-referrer")
                .containsKey("ETag");
        assertThat(PageFiles.POLICY)
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;")
                .doesNotContain("unsafe", "http", "*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/assets/", "/assets/../index.html", "/index.html", "/assets/PageFiles.class", "//", "/a"})
    void nothingElseIs(String path) {
        assertThat(files.answer(WebRequest.of(path))).isEmpty();
    }

    /** A policy without inline scripts and styles would break a page that has them, in browsers that nobody tried. */
    @Test
    void thePageHasNothingInline() {
        String page = ask("/").body();
        assertThat(page).doesNotContain("style=", "<style", "javascript:").doesNotContainPattern("\\son[a-z]+=");
        assertThat(Pattern.compile("<script(?![^>]* src=)").matcher(page).find())
                .isFalse();
    }

    @Test
    void nothingComesFromElsewhere() {
        List<String> named = Pattern.compile("(?:src|href)=\"([^\"]*)\"")
                .matcher(ask("/").body())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertThat(named).hasSizeGreaterThan(4).allMatch(url -> url.matches("(/[a-z].*|#.*|data:image.*)"));
    }

    /** What a child is called is the text of strangers. */
    @Test
    void theScriptMakesNoMarkup() {
        assertThat(ask("/assets/forkwatch.js").body())
                .doesNotContain(
                        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function");
    }
}
