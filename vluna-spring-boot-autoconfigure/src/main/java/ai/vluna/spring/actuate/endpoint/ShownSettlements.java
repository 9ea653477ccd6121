package ai.vluna.spring.actuate.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.QueuedSettlement;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;

/**
 * Shows settlements to operators, and masks who pays and what is sent from those who may
 * not see it.
 *
 * @since 0.1.0
 */
public final class ShownSettlements {

	private final Sanitizer sanitizer;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Create the view.
	 * @param functions mask values even of those who may see them; asked with the name of
	 * the field as the key
	 * @param showValues when to show values
	 * @param roles the roles of which one is needed
	 */
	public ShownSettlements(List<SanitizingFunction> functions, Show showValues, Set<String> roles) {
		this.sanitizer = new Sanitizer(functions);
		this.showValues = showValues;
		this.roles = roles;
	}

	ShownSettlement of(QueuedSettlement queued, SecurityContext viewer) {
		return of(queued.settlement(), queued.attempts(), queued.nextAttemptAt(), null, viewer);
	}

	ShownSettlement of(DeadSettlement dead, SecurityContext viewer) {
		return of(dead.settlement(), null, null, dead, viewer);
	}

	private ShownSettlement of(PendingSettlement settlement, @Nullable Integer attempts,
			@Nullable Instant nextAttemptAt, @Nullable DeadSettlement dead, SecurityContext viewer) {
		boolean shown = this.showValues.isShown(viewer, this.roles);
		return new ShownSettlement(settlement.id(), settlement.kind(), settlement.baseUrl(), settlement.realmId(),
				value("principalId", settlement.principalId(), shown), value("userId", settlement.userId(), shown),
				value("billingAccountId", settlement.billingAccountId(), shown), settlement.idempotencyKey(),
				settlement.requestId(), settlement.featureCode(), settlement.quantityMinor(), settlement.budgetId(),
				settlement.endedAt(), value("body", settlement.body(), shown), attempts, nextAttemptAt,
				(dead != null) ? dead.cause() : null, (dead != null) ? dead.detail() : null,
				(dead != null) ? dead.diedAt() : null);
	}

	private @Nullable String value(String name, @Nullable String value, boolean shown) {
		Object sanitized = this.sanitizer.sanitize(new SanitizableData(null, name, value), shown);
		return (sanitized != null) ? sanitized.toString() : null;
	}

}
