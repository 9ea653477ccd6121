package ai.vluna.sample.ledger;

import java.util.List;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Opens the books of the embedded gate, where there is one.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("sample.embedded-gate")
class EmbeddedLedgerConfiguration {

	@Bean
	Ledger embeddedLedger(EmbeddedGate gate) {
		return () -> gate.ledger().stream().map(EmbeddedLedgerConfiguration::line).toList();
	}

	private static LedgerLine line(LedgerEntry entry) {
		return new LedgerLine(entry.feature(), entry.principal(), entry.user(), entry.state().name(),
				entry.quantityMinor(), meters(entry), entry.amountXusd(), entry.idempotencyKey());
	}

	private static List<LedgerLine.Meter> meters(LedgerEntry entry) {
		return entry.lines()
			.stream()
			.map((line) -> new LedgerLine.Meter(line.meter(), line.quantityMinor(), line.amountXusd()))
			.toList();
	}

}
