/**
 * Who pays for a servlet request?
 */
@NullMarked
package ai.vluna.spring.context.servlet;

import org.jspecify.annotations.NullMarked;
