package ai.vluna.spring.delivery.store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnreadableSettlements}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnreadableSettlementsTests {

	private final UnreadableSettlements unreadable = new UnreadableSettlements();

	@Test
	void namesEachOnce(CapturedOutput output) {
		tell("one");
		tell("other");
		tell("one");
		assertThat(output).containsOnlyOnce("Settlement 'one' stays stored and is not charged: of a later version")
			.containsOnlyOnce("Settlement 'other' stays stored");
	}

	@Test
	void namesNoMoreThanSomebodyWouldLookFor(CapturedOutput output) {
		for (int i = 0; i < 2 * UnreadableSettlements.MAX_NAMED; i++) {
			tell("id-" + i);
		}
		assertThat(output.toString().split("stays stored", -1)).hasSize(UnreadableSettlements.MAX_NAMED + 1);
	}

	private void tell(String id) {
		this.unreadable.tell(id, new UnreadableSettlementException("of a later version", null));
	}

}
