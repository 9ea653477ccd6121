package ai.vluna.spring.test.gate.engine;

import java.util.Map;
import java.util.UUID;

import ai.vluna.spring.test.gate.protocol.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an authorize that a repetition must agree with.
 *
 * @param featureCode the feature code
 * @param estimate the expected quantity
 * @param budgetId the budget to use
 * @param labels the labels
 */
record AuthorizeRequest(String featureCode, @Nullable Long estimate, @Nullable UUID budgetId,
		Map<String, String> labels) {

	static AuthorizeRequest read(RequestBody body) {
		return new AuthorizeRequest(body.featureCode(), body.estimate(), body.budgetId(), body.labels());
	}

}
