/**
 * How does an operation behave when something is not as it should be?
 */
@NullMarked
package ai.vluna.spring.policy;

import org.jspecify.annotations.NullMarked;
