/**
 * Is anything lost, or charged twice, when an application is killed or the gate is away?
 */
@NullMarked
package ai.vluna.integration.crash;

import org.jspecify.annotations.NullMarked;
