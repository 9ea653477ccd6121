/**
 * Who answers questions, and by which tools? Nothing here knows that it is billed.
 */
@NullMarked
package ai.vluna.sample.chat;

import org.jspecify.annotations.NullMarked;
