/**
 * Is billing well?
 */
@NullMarked
package ai.vluna.spring.health;

import org.jspecify.annotations.NullMarked;
