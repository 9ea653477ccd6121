/**
 * Billed work that other machinery than a caller starts.
 */
@NullMarked
package ai.vluna.integration.workers;

import org.jspecify.annotations.NullMarked;
