@NullMarked
package ai.vluna.spring.test.gate.http;

import org.jspecify.annotations.NullMarked;
