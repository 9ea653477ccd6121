/**
 * What would a model provider have sent, and did its client wait for it?
 */
@NullMarked
package ai.vluna.integration.providers;

import org.jspecify.annotations.NullMarked;
