@NullMarked
package ai.vluna.spring.test.contract.embedded;

import org.jspecify.annotations.NullMarked;
