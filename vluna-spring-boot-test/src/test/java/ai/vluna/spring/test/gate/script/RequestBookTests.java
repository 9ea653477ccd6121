package ai.vluna.spring.test.gate.script;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestBookTests {

	private final RequestBook book = new RequestBook();

	@Test
	void countsByEndpoint() {
		assertThat(this.book.add(request(Endpoint.COMMIT, 1))).isEqualTo(1);
		assertThat(this.book.add(request(Endpoint.CANCEL, 1))).isEqualTo(1);
		assertThat(this.book.add(request(Endpoint.COMMIT, 1))).isEqualTo(2);
		assertThat(this.book.count(Endpoint.COMMIT)).isEqualTo(2);
	}

	@Test
	void forgetsTheOldestOfVeryManyRequests() {
		for (int i = 0; i < 10_001; i++) {
			this.book.add(request(Endpoint.COMMIT, (i == 0) ? 2 : 1));
		}
		assertThat(this.book.requests()).hasSize(10_000).allMatch((request) -> request.body().length == 1);
		assertThat(this.book.count(Endpoint.COMMIT)).isEqualTo(10_001);
	}

	@Test
	void forgetsTheOldestOfVeryLargeRequests() {
		for (int i = 0; i < 70; i++) {
			this.book.add(request(Endpoint.COMMIT, 1024 * 1024));
		}
		assertThat(this.book.requests()).hasSize(64);
	}

	private static ReceivedRequest request(Endpoint endpoint, int size) {
		return new ReceivedRequest(endpoint, "POST", "/", Map.of(), new byte[size]);
	}

}
