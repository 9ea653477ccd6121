/**
 * How does an application look that bills its work?
 */
@NullMarked
package ai.vluna.sample;

import org.jspecify.annotations.NullMarked;
