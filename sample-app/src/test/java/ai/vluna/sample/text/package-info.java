@NullMarked
package ai.vluna.sample.text;

import org.jspecify.annotations.NullMarked;
