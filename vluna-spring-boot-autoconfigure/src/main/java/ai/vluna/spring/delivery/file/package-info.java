/**
 * How are settlements kept in a file, and sent from there?
 */
@NullMarked
package ai.vluna.spring.delivery.file;

import org.jspecify.annotations.NullMarked;
