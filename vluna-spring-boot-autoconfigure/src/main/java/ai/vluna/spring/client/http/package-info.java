/**
 * How does a call travel to the gate and back?
 */
@NullMarked
package ai.vluna.spring.client.http;

import org.jspecify.annotations.NullMarked;
