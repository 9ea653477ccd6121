package ai.vluna.spring.delivery.store;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Recent}.
 */
class RecentTests {

	@Test
	void whatWasUsedLongestAgoIsForgottenFirst() {
		Recent<String, Integer> recent = new Recent<>(2);
		recent.put("one", 1);
		recent.put("two", 2);
		recent.get("one");
		recent.put("three", 3);
		assertThat(recent).containsOnlyKeys("one", "three");
	}

}
