package ai.vluna.spring.test.gate.engine;

import java.time.Duration;
import java.util.List;

import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.catalogue.Rate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Hints;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.RequestBody;
import ai.vluna.spring.test.gate.protocol.RequestBody.LeaseToken;
import org.jspecify.annotations.Nullable;

/**
 * Gives a lease before the work. Nothing is reserved: it only compares with what is
 * already committed.
 */
final class AuthorizeOperation {

	private static final long MENTIONED_REMAINING = 3;

	private final Tables tables;

	private final GateIds ids;

	private final Duration leaseLifetime;

	AuthorizeOperation(Tables tables, GateIds ids, LeaseTerms terms) {
		this.tables = tables;
		this.ids = ids;
		this.leaseLifetime = terms.lifetime();
	}

	Answer run(View view, BillingUser user, String key, RequestBody body) {
		AuthorizeRequest request = AuthorizeRequest.read(body);
		Feature feature = view.usableFeature(user, request.featureCode(), body::familyCode);
		view.checkPolicies(user, feature);
		boolean prepaid = !view.plan(user).postpaid();
		if (prepaid && feature.costsMoney() && user.wallet.available() == 0) {
			throw Refusal.of(402, "SERVER.CONFIG", "grant balance exhausted");
		}
		Lease known = user.leases.get(key);
		if (known != null) {
			return replay(known, request, feature);
		}
		BudgetRow budget = this.tables.activeBudget(view, user, request.budgetId());
		List<QuotaWindow> windows = view.quotaWindows(user, feature);
		if (windows.stream().anyMatch((window) -> window.exhausted(user))) {
			throw Refusal.of(402, "SERVER.CONFIG", "quota limit exhausted");
		}
		Hints hints = new Hints();
		view.rates(user, feature).forEach((rate) -> checkRate(view, user, feature, rate, hints));
		if (budget != null && prepaid) {
			budget.checkHeadroom();
		}
		if (request.estimate() != null) {
			new Estimate(feature, request.estimate()).hint(budget, (prepaid) ? user : null, hints);
		}
		if (prepaid && user.wallet.available() == 0 && !hints.mentionFunding()) {
			hints.fundingShortfall(1);
		}
		Tables.checkStorable(key);
		view.rates(user, feature).forEach((rate) -> countRate(view, user, feature, rate));
		return Answer.ok(store(view, user, key, request, budget, windows).toData(feature), hints);
	}

	private static Answer replay(Lease known, AuthorizeRequest request, Feature feature) {
		if (!known.request.equals(request)) {
			throw Refusal.conflict("idempotency conflict");
		}
		return Answer.ok(known.toData(feature));
	}

	private static void checkRate(View view, BillingUser user, Feature feature, Rate rate, Hints hints) {
		Window window = Window.around(view.now(), rate.window());
		long remaining = rate.limit() - user.rates.used(feature.code(), window) - 1;
		long seconds = Duration.between(view.now(), window.end()).plusMillis(999).toSeconds();
		if (remaining < 0) {
			Hints wait = new Hints();
			wait.rateLimit(seconds, 0, window.end());
			throw Refusal.of(429, "LIMIT.RATE_EXCEEDED", "rate limit exceeded", wait);
		}
		if (remaining <= MENTIONED_REMAINING) {
			hints.rateLimit(seconds, remaining, window.end());
		}
	}

	private static void countRate(View view, BillingUser user, Feature feature, Rate rate) {
		Window window = Window.around(view.now(), rate.window());
		user.rates.set(feature.code(), window, user.rates.used(feature.code(), window) + 1);
	}

	private Lease store(View view, BillingUser user, String key, AuthorizeRequest request, @Nullable BudgetRow budget,
			List<QuotaWindow> windows) {
		LeaseToken token = new LeaseToken(this.ids.uuid(), this.ids.secret());
		int line = this.tables.ledger.add(LedgerEntry.open(request.featureCode(), user.account.principal, user.name,
				key, token.id(), request.labels()));
		Lease lease = new Lease(token, user, request, budget, windows, view.now().plus(this.leaseLifetime), line);
		this.tables.leases.put(token.id(), lease);
		user.leases.put(key, lease);
		return lease;
	}

}
