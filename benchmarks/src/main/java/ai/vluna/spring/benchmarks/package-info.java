/**
 * What does billing cost?
 */
@NullMarked
package ai.vluna.spring.benchmarks;

import org.jspecify.annotations.NullMarked;
