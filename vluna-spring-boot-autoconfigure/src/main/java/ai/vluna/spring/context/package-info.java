/**
 * Who pays?
 */
@NullMarked
package ai.vluna.spring.context;

import org.jspecify.annotations.NullMarked;
