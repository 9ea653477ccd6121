@NullMarked
package ai.vluna.spring.test;

import org.jspecify.annotations.NullMarked;
