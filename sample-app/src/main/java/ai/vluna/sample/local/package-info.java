/**
 * Which model answers where there is no other?
 */
@NullMarked
package ai.vluna.sample.local;

import org.jspecify.annotations.NullMarked;
