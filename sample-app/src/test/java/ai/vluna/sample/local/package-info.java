@NullMarked
package ai.vluna.sample.local;

import org.jspecify.annotations.NullMarked;
