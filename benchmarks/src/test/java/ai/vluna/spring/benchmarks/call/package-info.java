@NullMarked
package ai.vluna.spring.benchmarks.call;

import org.jspecify.annotations.NullMarked;
