/**
 * Who pays for a WebFlux request?
 */
@NullMarked
package ai.vluna.spring.context.reactive;

import org.jspecify.annotations.NullMarked;
