/** Metrics of many children, ours and those of the plain Prometheus client library, behind HTTP. */
@NullMarked
package io.forkwatch.bench.scrape;

import org.jspecify.annotations.NullMarked;
