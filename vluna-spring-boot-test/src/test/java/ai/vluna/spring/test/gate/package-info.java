@NullMarked
package ai.vluna.spring.test.gate;

import org.jspecify.annotations.NullMarked;
