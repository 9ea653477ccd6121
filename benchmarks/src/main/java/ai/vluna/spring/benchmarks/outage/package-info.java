/**
 * What does a refusal cost while the gate is away?
 */
@NullMarked
package ai.vluna.spring.benchmarks.outage;

import org.jspecify.annotations.NullMarked;
