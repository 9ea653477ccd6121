/**
 * When is work admitted, and how does it end?
 */
@NullMarked
package ai.vluna.spring.gate;

import org.jspecify.annotations.NullMarked;
