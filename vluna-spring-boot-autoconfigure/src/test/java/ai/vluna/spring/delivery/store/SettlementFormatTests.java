package ai.vluna.spring.delivery.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SettlementFormat}. The samples were written by earlier versions and
 * must never change.
 */
class SettlementFormatTests {

	@Test
	void readsTheFirstVersion() throws IOException {
		PendingSettlement settlement = SettlementFormat.readPending(sample("pending-v1.json"));
		assertThat(settlement).isEqualTo(Settlements.commit("sample"));
		assertThat(SettlementFormat.readDead(sample("dead-v1.json"))).isEqualTo(Settlements.dead(settlement));
	}

	@Test
	void writesTheCurrentVersion() throws IOException {
		assertThat(text(SettlementFormat.write(Settlements.commit("sample"))))
			.isEqualTo(text(sample("pending-v1.json")).strip());
		assertThat(text(SettlementFormat.write(Settlements.dead(Settlements.commit("sample")))))
			.isEqualTo(text(sample("dead-v1.json")).strip());
	}

	@Test
	void toleratesFieldsOfALaterVersionThatDoNotMatter() throws IOException {
		String later = text(sample("pending-v1.json")).replace("\"id\"", "\"colour\":\"blue\",\"id\"");
		assertThat(SettlementFormat.readPending(bytes(later))).isEqualTo(Settlements.commit("sample"));
	}

	@Test
	void refusesALaterVersion() throws IOException {
		String later = text(sample("pending-v1.json")).replace("\"version\":1", "\"version\":2");
		assertThatExceptionOfType(UnreadableSettlementException.class)
			.isThrownBy(() -> SettlementFormat.readPending(bytes(later)))
			.withMessage("A stored settlement has version 2, this library reads up to 1: start a later version of it");
		String dead = text(sample("dead-v1.json")).replace("\"version\":1", "\"version\":2");
		assertThatExceptionOfType(UnreadableSettlementException.class)
			.isThrownBy(() -> SettlementFormat.readDead(bytes(dead)));
	}

	@Test
	void refusesWhatIsNoSettlement() {
		for (String broken : new String[] { "", "{}", "[]", "null", "{\"version\":1}", "\u0000\u0001" }) {
			assertThatExceptionOfType(UnreadableSettlementException.class).as(broken)
				.isThrownBy(() -> SettlementFormat.readPending(bytes(broken)));
			assertThatExceptionOfType(UnreadableSettlementException.class).as(broken)
				.isThrownBy(() -> SettlementFormat.readDead(bytes(broken)));
		}
	}

	@Test
	void cutsADetailOfAnyLength() {
		PendingSettlement settlement = Settlements.commit("sample");
		String detail = "x".repeat(3995) + "\uD83D\uDE00".repeat(1000);
		DeadSettlement dead = new DeadSettlement(settlement, DeadSettlement.Cause.REFUSED, detail, "2026-01-02");
		assertThat(dead.detail()).isEqualTo("x".repeat(3995) + " ...");
		assertThat(SettlementFormat.readDead(SettlementFormat.write(dead))).isEqualTo(dead);
		String longest = "x".repeat(4000);
		assertThat(new DeadSettlement(settlement, DeadSettlement.Cause.REFUSED, longest, "2026-01-02").detail())
			.isEqualTo(longest);
	}

	private static byte[] sample(String name) throws IOException {
		return new ClassPathResource("delivery/" + name).getContentAsByteArray();
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
