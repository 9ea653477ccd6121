package ai.vluna.spring.test.gate.engine;

import java.time.Instant;
import java.util.List;

import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Hints;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.RequestBody;
import ai.vluna.spring.test.gate.protocol.RequestBody.MeterLine;
import org.jspecify.annotations.Nullable;

/**
 * Takes usage without a lease: no balance, quota or rate is checked, and usage without a
 * price is taken without a word.
 */
final class IngestOperation {

	private final Tables tables;

	private final GateIds ids;

	IngestOperation(Tables tables, GateIds ids) {
		this.tables = tables;
		this.ids = ids;
	}

	Answer run(View view, BillingUser user, String key, RequestBody body) {
		CommitRequest request = read(body);
		Feature feature = view.withMeters(view.usableFeature(user, request.featureCode()), request.meters());
		StoredAnswer known = user.ingests.get(key);
		if (known != null) {
			return known.replay(request);
		}
		BudgetRow budget = this.tables.activeBudget(view, user, body.budgetId());
		Tables.checkStorable(key);
		Invoice invoice = new Pricing(feature, user.residuals).invoice(request.meters());
		invoice.unknownMeters().stream().findFirst().ifPresent((meter) -> {
			throw Refusal.invalid("meter_not_allowed_for_feature: " + meter);
		});
		Hints hints = new Hints();
		Instant occurredAt = body.occurredAt();
		Wallet.Payment payment = user.wallet.charge(invoice.amount());
		user.postings.add(new Posting((occurredAt != null) ? occurredAt : view.now(), feature, Posting.idOf(budget),
				invoice, payment));
		user.residuals.putAll(invoice.residuals());
		if (budget != null) {
			budget.consume(invoice.amount(), view.now(), hints);
		}
		view.quotaWindows(user, feature).forEach((window) -> window.count(user, request.quantity(), new Hints()));
		this.tables.ledger.add(new LedgerEntry(feature.code(), user.account.principal, user.name, LedgerState.INGESTED,
				request.quantity(), invoice.amount(), key, null, null, request.labels(), invoice.toLedger()));
		Answer answer = Answer.ok(invoice.toData(feature.code(), budget, view.now(), this.ids, hints), hints);
		user.ingests.put(key, new StoredAnswer(request, answer));
		return answer;
	}

	private static CommitRequest read(RequestBody body) {
		String feature = body.featureCode();
		@Nullable Long quantity = body.optionalQuantity();
		List<MeterLine> meters = body.meters();
		if (quantity == null && meters.isEmpty()) {
			throw Refusal.invalid("quantity_minor or meters[] is required");
		}
		body.occurredAt();
		long total = (quantity != null) ? quantity : meters.stream().mapToLong(MeterLine::quantity).sum();
		return new CommitRequest(feature, total,
				(meters.isEmpty()) ? List.of(new MeterLine(feature, total, null)) : meters, body.labels());
	}

}
