@NullMarked
package ai.vluna.spring.test.gate.script;

import org.jspecify.annotations.NullMarked;
