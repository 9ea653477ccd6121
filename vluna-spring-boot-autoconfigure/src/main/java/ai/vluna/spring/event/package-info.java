/**
 * What may the application hear of?
 */
@NullMarked
package ai.vluna.spring.event;

import org.jspecify.annotations.NullMarked;
