/**
 * How much later does the first token of a billed model come?
 */
@NullMarked
package ai.vluna.spring.benchmarks.chat;

import org.jspecify.annotations.NullMarked;
