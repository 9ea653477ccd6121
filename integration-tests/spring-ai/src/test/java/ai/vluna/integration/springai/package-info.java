/**
 * What becomes of the calls of Spring AI's models?
 */
@NullMarked
package ai.vluna.integration.springai;

import org.jspecify.annotations.NullMarked;
