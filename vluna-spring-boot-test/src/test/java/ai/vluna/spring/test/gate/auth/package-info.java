@NullMarked
package ai.vluna.spring.test.gate.auth;

import org.jspecify.annotations.NullMarked;
