package io.prometheus.metrics.config;

/**
 * Stands where the library has its own, which reads the system properties, the environment and the files that the host has for its own
 * copy of the library: in the static initialiser of {@link PrometheusProperties}, so even for who hands in all settings, and
 * with an exception where the host's are wrong. Ours are the library's defaults.
 */
final class PrometheusPropertiesLoader {
    private PrometheusPropertiesLoader() {}

    /** The library's defaults. */
    static PrometheusProperties load() {
        return PrometheusProperties.builder().build();
    }
}
