@NullMarked
package ai.vluna.sample;

import org.jspecify.annotations.NullMarked;
