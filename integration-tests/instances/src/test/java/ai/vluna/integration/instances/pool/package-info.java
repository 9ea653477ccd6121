/**
 * Does anybody wait for a connection on account of billing, when all are taken?
 */
@NullMarked
package ai.vluna.integration.instances.pool;

import org.jspecify.annotations.NullMarked;
