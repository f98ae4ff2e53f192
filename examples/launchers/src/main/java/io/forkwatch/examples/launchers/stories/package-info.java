/** What can happen to a launcher's children, one story a class. */
@NullMarked
package io.forkwatch.examples.launchers.stories;

import org.jspecify.annotations.NullMarked;
