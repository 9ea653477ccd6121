/**
 * What can be measured?
 */
@NullMarked
package ai.vluna.spring.observation;

import org.jspecify.annotations.NullMarked;
