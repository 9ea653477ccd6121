/**
 * How does an annotated method become a billed operation?
 */
@NullMarked
package ai.vluna.spring.interceptor;

import org.jspecify.annotations.NullMarked;
