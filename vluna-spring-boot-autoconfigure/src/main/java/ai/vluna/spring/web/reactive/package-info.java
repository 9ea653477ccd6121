/**
 * What does the client of a WebFlux application see of billing?
 */
@NullMarked
package ai.vluna.spring.web.reactive;

import org.jspecify.annotations.NullMarked;
