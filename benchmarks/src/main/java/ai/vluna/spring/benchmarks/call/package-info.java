/**
 * What does a billed call cost, beside the plain call and the observed one?
 */
@NullMarked
package ai.vluna.spring.benchmarks.call;

import org.jspecify.annotations.NullMarked;
