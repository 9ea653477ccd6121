@NullMarked
package ai.vluna.spring.test.gate.transcript;

import org.jspecify.annotations.NullMarked;
