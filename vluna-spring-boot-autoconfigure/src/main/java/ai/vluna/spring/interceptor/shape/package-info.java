/**
 * How does a method give its result, and how is the end of it seen?
 */
@NullMarked
package ai.vluna.spring.interceptor.shape;

import org.jspecify.annotations.NullMarked;
