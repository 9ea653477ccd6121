/**
 * Does every value of every policy do what the table says, whoever sets it?
 */
@NullMarked
package ai.vluna.integration.policies;

import org.jspecify.annotations.NullMarked;
