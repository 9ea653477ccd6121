package ai.vluna.spring.test.gate.engine;

import java.util.List;
import java.util.Map;

import ai.vluna.spring.test.gate.protocol.RequestBody;
import ai.vluna.spring.test.gate.protocol.RequestBody.MeterLine;

/**
 * The fields of a commit, besides its lease, that a repetition must agree with.
 *
 * @param featureCode the feature code
 * @param quantity the quantity, which quotas count
 * @param meters the meters, which prices apply to
 * @param labels the labels
 */
record CommitRequest(String featureCode, long quantity, List<MeterLine> meters, Map<String, String> labels) {

	static CommitRequest read(RequestBody body) {
		String feature = body.featureCode();
		long quantity = body.quantity();
		List<MeterLine> meters = body.meters();
		return new CommitRequest(feature, quantity,
				(meters.isEmpty()) ? List.of(new MeterLine(feature, quantity, null)) : meters, body.labels());
	}

}
