/** What a user can set: the options, the places where they are set, and the text about them. */
@NullMarked
package io.forkwatch.probe.options;

import org.jspecify.annotations.NullMarked;
