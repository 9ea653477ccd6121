/**
 * Which beans does an application get?
 */
@NullMarked
package ai.vluna.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
