package ai.vluna.spring.test.gate.engine;

import java.time.Instant;
import java.util.UUID;

import ai.vluna.spring.test.gate.catalogue.Feature;
import org.jspecify.annotations.Nullable;

/**
 * A commit or an ingest, as reports count it.
 *
 * @param at when the usage occurred
 * @param feature the feature
 * @param budget the budget that was named, {@code null} for none
 * @param invoice what it came to
 * @param payment how it was paid, {@code null} if it was not charged
 */
record Posting(Instant at, Feature feature, @Nullable UUID budget, Invoice invoice, Wallet.@Nullable Payment payment) {

	static @Nullable UUID idOf(@Nullable BudgetRow budget) {
		return (budget != null) ? budget.id : null;
	}

}
