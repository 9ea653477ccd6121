package ai.vluna.spring.test.gate.engine;

import java.util.List;

import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.catalogue.Price;
import ai.vluna.spring.test.gate.protocol.Hints;
import org.jspecify.annotations.Nullable;

/**
 * What an expected quantity would cost. It never refuses, it only leads to hints.
 *
 * @param feature the feature
 * @param quantity the expected quantity
 */
record Estimate(Feature feature, long quantity) {

	/**
	 * Adds what the estimate shows.
	 * @param budget the budget to pay from, if one was named
	 * @param payer the prepaid user, or {@code null} if nobody pays beforehand
	 * @param hints where to add
	 */
	void hint(@Nullable BudgetRow budget, @Nullable BillingUser payer, Hints hints) {
		if (this.quantity == 0) {
			return;
		}
		List<String> unpriced = this.feature.unpricedMeters();
		if (!unpriced.isEmpty()) {
			hints.pricingNotConfigured(this.feature.code(), unpriced);
			return;
		}
		if (budget != null) {
			Coverage coverage = coverage(budget.headroom());
			if (coverage.quantity() < this.quantity) {
				hints.budgetShortfall(budget.id, coverage.shortfall(this.quantity));
				hints.quotaRemaining(coverage.quantity(), "budget cannot cover estimated usage");
			}
		}
		if (payer != null) {
			Coverage coverage = coverage(payer.wallet.available());
			if (coverage.quantity() < this.quantity) {
				long shortfall = coverage.shortfall(this.quantity);
				if (shortfall > 0) {
					hints.fundingShortfall(shortfall);
				}
				hints.quotaRemaining(coverage.quantity(), "insufficient credits to cover estimated usage");
			}
		}
	}

	// The server looks at the meter that gets furthest with the money, not at the primary
	// one.
	private Coverage coverage(long money) {
		Coverage best = new Coverage(0, Price.of(0));
		for (Price price : this.feature.meters().values()) {
			if (price != null) {
				long quantity = covered(price, money);
				if (quantity > best.quantity()) {
					best = new Coverage(quantity, price);
				}
			}
		}
		return best;
	}

	private static long covered(Price price, long money) {
		if (price.xusd() == 0) {
			return (money > 0) ? Long.MAX_VALUE : 0;
		}
		return Pricing.clippedProduct(money / price.xusd(), price.perUnits());
	}

	/**
	 * How far money reaches.
	 *
	 * @param quantity the quantity it pays for
	 * @param price the price it was reckoned with
	 */
	private record Coverage(long quantity, Price price) {

		long shortfall(long wanted) {
			long blocks = Pricing.ceilDiv(wanted - this.quantity, this.price.perUnits());
			return Pricing.clippedProduct(blocks, this.price.xusd());
		}

	}

}
