/**
 * What is billed, one class for each shape of call?
 */
@NullMarked
package ai.vluna.sample.billed;

import org.jspecify.annotations.NullMarked;
