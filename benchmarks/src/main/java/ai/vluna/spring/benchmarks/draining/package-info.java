/**
 * How fast does a backlog go?
 */
@NullMarked
package ai.vluna.spring.benchmarks.draining;

import org.jspecify.annotations.NullMarked;
