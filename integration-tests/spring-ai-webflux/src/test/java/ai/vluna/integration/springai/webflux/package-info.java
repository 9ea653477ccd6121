/**
 * Does everybody pay for their own models and tools, though threads know nobody?
 */
@NullMarked
package ai.vluna.integration.springai.webflux;

import org.jspecify.annotations.NullMarked;
