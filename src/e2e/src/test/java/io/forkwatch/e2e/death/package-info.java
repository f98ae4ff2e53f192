/** Deaths whose true cause is known, and what the agent has to say of each. */
@NullMarked
package io.forkwatch.e2e.death;

import org.jspecify.annotations.NullMarked;
