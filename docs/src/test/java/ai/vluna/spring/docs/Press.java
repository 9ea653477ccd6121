package ai.vluna.spring.docs;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.usage.Aggregate;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.stereotype.Service;

/**
 * One documented method for each attribute.
 */
@Service
public class Press {

	@BilledOperation("report")
	public Report print(String topic) {
		return new Report(topic, 3);
	}

	@BilledOperation(feature = "report.${press.colour:black}.#{#size}")
	public Report printIn(String size, String topic) {
		return new Report(topic, 3);
	}

	@BilledOperation(feature = "report", featureFamily = "press")
	public Report printAsPress(String topic) {
		return new Report(topic, 3);
	}

	@BilledOperation(feature = "report", quantity = "#result.pages * #copies")
	public Report printCopies(String topic, int copies) {
		return new Report(topic, 3);
	}

	@BilledOperation(feature = "report", quantity = "@paperPrices.sheets(#result)")
	public Report printOnBothSides(String topic) {
		return new Report(topic, 3);
	}

	@BilledOperation(feature = "report", estimate = "#topic.length()", onMissingUsage = OnMissingUsage.COMMIT_ESTIMATE)
	public @Nullable Report printLater(String topic) {
		return null;
	}

	@BilledOperation(feature = "report", principal = "#order.customer", user = "#order.clerk")
	public Report printFor(PrintOrder order) {
		return new Report(order.topic(), 3);
	}

	@BilledOperation(feature = "report", budget = "#order.budget")
	public Report printFromBudget(PrintOrder order) {
		return new Report(order.topic(), 3);
	}

	@BilledOperation(feature = "report", key = "'order-' + #order.id")
	public Report printOnce(PrintOrder order) {
		return new Report(order.topic(), 3);
	}

	@BilledOperation(feature = "report", labels = { "team=press", "topic=#{#order.topic}" })
	public Report printLabelled(PrintOrder order) {
		return new Report(order.topic(), 3);
	}

	@BilledOperation(feature = "report", usageExtractor = "coverToo")
	public Report printWithCover(String topic) {
		return new Report(topic, 3);
	}

	@BilledOperation(feature = "report", aggregate = Aggregate.SUM)
	public Flux<Report> printAll(Flux<String> topics) {
		return topics.map((topic) -> new Report(topic, 3));
	}

	@BilledOperation(feature = "report", aggregate = Aggregate.COUNT)
	public Flux<String> titles(Flux<String> topics) {
		return topics.map((topic) -> "all about " + topic);
	}

	@BilledOperation(feature = "report", onFailure = OnFailure.COMMIT_OBSERVED)
	public Report printUnreliably(Report draft) {
		UsageReporter.report(Usage.of(draft.pages()));
		throw new IllegalStateException("out of paper");
	}

	@Printed("report")
	public Report printAsUsual(String topic) {
		return new Report(topic, 3);
	}

}
