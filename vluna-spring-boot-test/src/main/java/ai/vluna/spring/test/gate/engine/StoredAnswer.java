package ai.vluna.spring.test.gate.engine;

import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;

/**
 * The database's memory of a request: its fields after normalisation, and what was
 * answered.
 *
 * @param fields what a repetition must agree with
 * @param answer what was answered
 */
record StoredAnswer(Object fields, Answer answer) {

	Answer replay(Object fields) {
		if (!this.fields.equals(fields)) {
			throw Refusal.conflict("idempotency conflict");
		}
		return this.answer;
	}

}
