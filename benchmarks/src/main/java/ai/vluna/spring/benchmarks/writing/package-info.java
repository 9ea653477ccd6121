/**
 * What does a caller wait for until usage is stored?
 */
@NullMarked
package ai.vluna.spring.benchmarks.writing;

import org.jspecify.annotations.NullMarked;
