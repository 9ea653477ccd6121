/**
 * Keeps the documentation true.
 */
@NullMarked
package ai.vluna.spring.docs;

import org.jspecify.annotations.NullMarked;
