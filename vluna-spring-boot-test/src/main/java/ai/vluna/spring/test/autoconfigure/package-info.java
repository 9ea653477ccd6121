/**
 * How does the gate reach an application context, and its settings the catalogue?
 */
@NullMarked
package ai.vluna.spring.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
