/**
 * A reactive application over real HTTP, watched by BlockHound.
 */
@NullMarked
package ai.vluna.integration.webflux;

import org.jspecify.annotations.NullMarked;
