/**
 * What does the client of a servlet application see of billing?
 */
@NullMarked
package ai.vluna.spring.web.servlet;

import org.jspecify.annotations.NullMarked;
