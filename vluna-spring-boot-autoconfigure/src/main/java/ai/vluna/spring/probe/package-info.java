/**
 * Would the gate charge for what this application bills?
 */
@NullMarked
package ai.vluna.spring.probe;

import org.jspecify.annotations.NullMarked;
