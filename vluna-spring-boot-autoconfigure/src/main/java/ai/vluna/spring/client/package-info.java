/**
 * How does a request reach the gate, and what did the gate answer?
 */
@NullMarked
package ai.vluna.spring.client;

import org.jspecify.annotations.NullMarked;
