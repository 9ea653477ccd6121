@NullMarked
package ai.vluna.spring.test.gate.engine;

import org.jspecify.annotations.NullMarked;
