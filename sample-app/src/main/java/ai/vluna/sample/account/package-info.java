/**
 * Who calls, and for which customer?
 */
@NullMarked
package ai.vluna.sample.account;

import org.jspecify.annotations.NullMarked;
