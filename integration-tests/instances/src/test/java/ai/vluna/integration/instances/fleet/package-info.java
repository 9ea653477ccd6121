/**
 * Do real processes that share a store, and are stopped and started one by one, charge
 * everything once?
 */
@NullMarked
package ai.vluna.integration.instances.fleet;

import org.jspecify.annotations.NullMarked;
