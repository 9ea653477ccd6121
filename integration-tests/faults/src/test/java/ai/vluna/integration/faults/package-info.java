/**
 * Is every operation charged exactly once, or denied, whatever happens on the way?
 */
@NullMarked
package ai.vluna.integration.faults;

import org.jspecify.annotations.NullMarked;
