/**
 * When is a tool that Spring AI calls billed, and to whom?
 */
@NullMarked
package ai.vluna.spring.integration.springai.tool;

import org.jspecify.annotations.NullMarked;
