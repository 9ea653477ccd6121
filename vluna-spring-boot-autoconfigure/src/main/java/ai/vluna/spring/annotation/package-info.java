/**
 * Which method is billed, and as what?
 */
@NullMarked
package ai.vluna.spring.annotation;

import org.jspecify.annotations.NullMarked;
