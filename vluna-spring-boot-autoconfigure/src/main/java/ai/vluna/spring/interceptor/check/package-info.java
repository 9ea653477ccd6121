/**
 * Would every call of a billed method be billed?
 */
@NullMarked
package ai.vluna.spring.interceptor.check;

import org.jspecify.annotations.NullMarked;
