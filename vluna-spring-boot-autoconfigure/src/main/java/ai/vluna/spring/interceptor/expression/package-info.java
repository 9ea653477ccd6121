/**
 * What do the texts of the annotation yield for a call?
 */
@NullMarked
package ai.vluna.spring.interceptor.expression;

import org.jspecify.annotations.NullMarked;
