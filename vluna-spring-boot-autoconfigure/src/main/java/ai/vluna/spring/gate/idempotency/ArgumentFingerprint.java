package ai.vluna.spring.gate.idempotency;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Tells the arguments of a call apart from those of other calls, so that a caller's key
 * cannot be used for something else. Register a bean to replace the default, which knows
 * values of the JDK, enums, records, arrays and collections of them.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ArgumentFingerprint {

	/**
	 * Return the fingerprint of arguments. It is stored, so it should be a digest of
	 * those that are confidential.
	 * @param arguments the arguments in order
	 * @return a text that is the same for equal arguments, on every instance, and another
	 * one for others
	 * @throws IllegalArgumentException if one of the arguments has none
	 */
	String of(List<@Nullable Object> arguments);

}
