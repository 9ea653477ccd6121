/**
 * How does a test say what the gate must have seen?
 */
@NullMarked
package ai.vluna.spring.test.assertions;

import org.jspecify.annotations.NullMarked;
