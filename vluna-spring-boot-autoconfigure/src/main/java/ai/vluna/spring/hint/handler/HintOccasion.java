package ai.vluna.spring.hint.handler;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.hint.HintPhase;

/**
 * What brought a hint.
 *
 * @param phase the answer that it came with
 * @param operation the operation that the gate was asked about
 * @param subject who pays
 * @since 0.1.0
 */
public record HintOccasion(HintPhase phase, Operation operation, BillingSubject subject) {

}
