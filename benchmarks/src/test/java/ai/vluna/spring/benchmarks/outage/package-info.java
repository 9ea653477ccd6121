@NullMarked
package ai.vluna.spring.benchmarks.outage;

import org.jspecify.annotations.NullMarked;
