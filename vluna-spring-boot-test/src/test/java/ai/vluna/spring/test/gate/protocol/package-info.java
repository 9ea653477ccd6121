@NullMarked
package ai.vluna.spring.test.gate.protocol;

import org.jspecify.annotations.NullMarked;
