/**
 * What can an operator see and do?
 */
@NullMarked
package ai.vluna.spring.actuate.endpoint;

import org.jspecify.annotations.NullMarked;
