/**
 * What is wrong with a billed method?
 */
@NullMarked
package ai.vluna.spring.interceptor.misuse;

import org.jspecify.annotations.NullMarked;
