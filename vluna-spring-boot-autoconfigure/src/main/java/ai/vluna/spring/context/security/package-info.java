/**
 * Who pays, according to Spring Security?
 */
@NullMarked
package ai.vluna.spring.context.security;

import org.jspecify.annotations.NullMarked;
