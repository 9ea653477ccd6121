@NullMarked
package ai.vluna.spring.benchmarks.loopback;

import org.jspecify.annotations.NullMarked;
