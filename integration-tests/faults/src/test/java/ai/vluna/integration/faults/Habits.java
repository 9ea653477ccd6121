package ai.vluna.integration.faults;

import java.util.function.UnaryOperator;

import ai.vluna.spring.client.GateOperations;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.Settlement;

/**
 * What an instance does differently from a sound one, to see that it is found out.
 *
 * @param operations changes how operations are described
 * @param settlement changes how they are settled
 * @param charging changes what settlement talks to
 */
record Habits(UnaryOperator<Operation> operations, UnaryOperator<Settlement> settlement,
		UnaryOperator<GateOperations> charging) {

	static final Habits SOUND = new Habits(UnaryOperator.identity(), UnaryOperator.identity(),
			UnaryOperator.identity());

}
