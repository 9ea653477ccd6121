@NullMarked
package ai.vluna.spring.benchmarks.writing;

import org.jspecify.annotations.NullMarked;
