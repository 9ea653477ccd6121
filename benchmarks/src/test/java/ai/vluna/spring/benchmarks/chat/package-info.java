@NullMarked
package ai.vluna.spring.benchmarks.chat;

import org.jspecify.annotations.NullMarked;
