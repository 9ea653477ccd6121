/**
 * What does the client cost, beside what a user would write and what the network costs?
 */
@NullMarked
package ai.vluna.spring.benchmarks.loopback;

import org.jspecify.annotations.NullMarked;
