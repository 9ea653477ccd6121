@NullMarked
package ai.vluna.spring.test.assertions;

import org.jspecify.annotations.NullMarked;
