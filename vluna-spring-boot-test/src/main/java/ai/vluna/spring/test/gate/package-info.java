/**
 * Where do I start a gate of my own? The server's front door and the clock it can be
 * given.
 */
@NullMarked
package ai.vluna.spring.test.gate;

import org.jspecify.annotations.NullMarked;
