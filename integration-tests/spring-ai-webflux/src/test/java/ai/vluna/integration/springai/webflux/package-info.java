/**
 * Who pays for the rounds of a chat that goes on on event loops?
 */
@NullMarked
package ai.vluna.integration.springai.webflux;

import org.jspecify.annotations.NullMarked;
