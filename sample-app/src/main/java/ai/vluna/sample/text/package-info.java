/**
 * What is the text about, and how long is it? Knows nothing about money.
 */
@NullMarked
package ai.vluna.sample.text;

import org.jspecify.annotations.NullMarked;
