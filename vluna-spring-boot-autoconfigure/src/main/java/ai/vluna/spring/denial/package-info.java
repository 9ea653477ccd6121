/**
 * Why was work not started?
 */
@NullMarked
package ai.vluna.spring.denial;

import org.jspecify.annotations.NullMarked;
