/**
 * What does a call of a model or a tool cost, whichever runtime makes it?
 */
@NullMarked
package ai.vluna.spring.model;

import org.jspecify.annotations.NullMarked;
