/**
 * What does billing cost each element of a stream?
 */
@NullMarked
package ai.vluna.spring.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
