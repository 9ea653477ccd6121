/**
 * What can be asked of Vluna, and what did it answer?
 */
@NullMarked
package ai.vluna.spring.client;

import org.jspecify.annotations.NullMarked;
