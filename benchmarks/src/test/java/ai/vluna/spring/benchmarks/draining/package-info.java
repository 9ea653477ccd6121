@NullMarked
package ai.vluna.spring.benchmarks.draining;

import org.jspecify.annotations.NullMarked;
