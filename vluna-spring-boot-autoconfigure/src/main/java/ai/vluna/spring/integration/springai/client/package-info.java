/**
 * What is said about the model and tool calls of one {@code ChatClient} call, and how do
 * they learn of it?
 */
@NullMarked
package ai.vluna.spring.integration.springai.client;

import org.jspecify.annotations.NullMarked;
