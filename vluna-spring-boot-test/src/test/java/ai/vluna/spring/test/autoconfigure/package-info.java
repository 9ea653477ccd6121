@NullMarked
package ai.vluna.spring.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
