@NullMarked
package ai.vluna.spring.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
