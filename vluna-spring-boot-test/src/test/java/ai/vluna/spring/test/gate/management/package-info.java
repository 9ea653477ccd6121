@NullMarked
package ai.vluna.spring.test.gate.management;

import org.jspecify.annotations.NullMarked;
