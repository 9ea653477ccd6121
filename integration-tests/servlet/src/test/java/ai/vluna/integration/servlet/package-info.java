/**
 * A servlet application with security, cache and transactions, over real HTTP.
 */
@NullMarked
package ai.vluna.integration.servlet;

import org.jspecify.annotations.NullMarked;
