/**
 * Which calls of Spring AI's models are billed, and what did they use?
 */
@NullMarked
package ai.vluna.spring.integration.springai;

import org.jspecify.annotations.NullMarked;
