package ai.vluna.spring.hint;

import ai.vluna.spring.client.Hint;

/**
 * A hint of a type that this version does not know.
 *
 * @param source the hint as the gate sent it
 * @since 0.1.0
 */
public record UnknownHint(Hint source) implements BillingHint {

}
