/**
 * Who acts on what the gate says beside its answers?
 */
@NullMarked
package ai.vluna.spring.hint.handler;

import org.jspecify.annotations.NullMarked;
