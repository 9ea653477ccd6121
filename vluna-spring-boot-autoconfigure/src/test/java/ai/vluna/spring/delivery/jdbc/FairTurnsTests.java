package ai.vluna.spring.delivery.jdbc;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FairTurns}.
 */
class FairTurnsTests {

	private static final Payer BIG = new Payer("big", "user");

	private static final Payer SMALL = new Payer("small", "user");

	private final FairTurns turns = new FairTurns();

	@Test
	void aUserHasOneTurnAfterTheOther() {
		assertThat(IntStream.range(0, 4).map((i) -> this.turns.next(BIG))).containsExactly(0, 1, 2, 3);
		assertThat(this.turns.next(SMALL)).isZero();
	}

	@Test
	void whoeverCameLaterTakesTurnsWithTheRestOfABacklog() {
		IntStream.range(0, 100).forEach((i) -> this.turns.next(BIG));
		this.turns.begun(40);
		assertThat(this.turns.next(SMALL)).isEqualTo(40);
		assertThat(this.turns.next(SMALL)).isEqualTo(41);
		assertThat(this.turns.next(BIG)).isEqualTo(100);
	}

	@Test
	void aCustomerOfManyUsersTakesTurnsLikeAllOthers() {
		assertThat(IntStream.range(0, 3 * FairTurns.WIDTH).map((i) -> this.turns.next(new Payer("big", "user-" + i))))
			.containsExactlyElementsOf(
					IntStream.range(0, 3 * FairTurns.WIDTH).mapToObj((i) -> i / FairTurns.WIDTH).toList());
		this.turns.begun(1);
		assertThat(this.turns.next(SMALL)).isEqualTo(1);
		assertThat(this.turns.next(new Payer("big", "user-0"))).isEqualTo(3);
	}

	@Test
	void howeverManyUsersThereAreOnlyTheLatestAreRemembered() {
		IntStream.range(0, 2 * FairTurns.WIDTH).forEach((i) -> this.turns.next(BIG));
		IntStream.range(0, 3).forEach((i) -> this.turns.next(SMALL));
		for (int i = 0; i < FairTurns.MAX_KNOWN - 1; i++) {
			this.turns.next(new Payer("customer-" + i, "user"));
		}
		assertThat(this.turns.next(SMALL)).isEqualTo(3);
		assertThat(this.turns.next(BIG)).isZero();
	}

	@Test
	void nobodySavesUpTurns() {
		this.turns.next(SMALL);
		this.turns.begun(50);
		this.turns.begun(10);
		assertThat(this.turns.next(SMALL)).isEqualTo(50);
	}

	@Test
	void turnsNeverWrapAround() {
		this.turns.begun(Integer.MAX_VALUE);
		assertThat(this.turns.next(BIG)).isEqualTo(Integer.MAX_VALUE);
		assertThat(this.turns.next(BIG)).isEqualTo(Integer.MAX_VALUE);
	}

}
