/** What a page asks and what it is told: between the port and those who answer on it. */
@NullMarked
package io.forkwatch.probe.publish.web;

import org.jspecify.annotations.NullMarked;
