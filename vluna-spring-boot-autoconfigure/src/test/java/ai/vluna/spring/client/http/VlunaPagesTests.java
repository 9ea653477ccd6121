package ai.vluna.spring.client.http;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaPages;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaRequest;
import ai.vluna.spring.client.VlunaUnavailableException;
import ai.vluna.spring.client.http.ScriptedGate.Answer;
import ai.vluna.spring.client.http.ScriptedGate.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link VlunaPages}.
 */
class VlunaPagesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final ScriptedGate gate = new ScriptedGate();

	private final TestClient client = new TestClient(this.gate.url());

	private final VlunaPages<Integer> pages = this.client.client()
		.pages(CallContext.ofUser("acme", "alice"), VlunaRequest.get("/things").query("limit", 2), Integer.class);

	@AfterEach
	void close() {
		this.client.close();
		this.gate.close();
	}

	@Test
	void readsListsWhoseCursorStandsInTheData() {
		this.gate.answers(inData("1,2", "a/b"), inData("3,4", "c"), ScriptedGate.json(200, """
				{"ok":true,"data":{"items":[5]}}"""));
		assertThat(this.pages.stream()).containsExactly(1, 2, 3, 4, 5);
		assertThat(this.gate.received()).extracting(Received::uri)
			.containsExactly("/mgt/v1/things?limit=2", "/mgt/v1/things?limit=2&cursor=a%2Fb",
					"/mgt/v1/things?limit=2&cursor=c");
		assertThat(this.gate.received()).allSatisfy(
				(request) -> WebClientVlunaClientTests.assertThatSignatureCoversWhatWasSent(request, TestClient.KEY));
	}

	@Test
	void readsListsWhoseCursorStandsBesideTheData() {
		this.gate.answers(besideData("1,2", "\"a\""), besideData("3", "null"));
		assertThat(this.pages).containsExactly(1, 2, 3);
		assertThat(this.gate.received()).extracting(Received::uri)
			.containsExactly("/mgt/v1/things?limit=2", "/mgt/v1/things?limit=2&cursor=a");
	}

	@Test
	void readsWithoutBlocking() {
		this.gate.answers(inData("1,2", "a"), inData("", "b"), besideData("3", "\"c\""), besideData("4", "\"\""));
		StepVerifier.create(this.pages.flux()).expectNext(1, 2, 3, 4).expectComplete().verify(TIMEOUT);
		assertThat(this.gate.received()).hasSize(4);
	}

	@Test
	void skipsPagesWithoutItems() {
		this.gate.answers(inData("", "a"), inData("", "b"), besideData("7", "null"));
		assertThat(this.pages).containsExactly(7);
	}

	@Test
	void readsAgainFromTheStart() {
		this.gate.answers(besideData("1", "null"), besideData("1,2", "null"));
		assertThat(this.pages).containsExactly(1);
		assertThat(this.pages).containsExactly(1, 2);
	}

	@Test
	void requestsNoPageBeforeItIsNeeded() {
		this.gate.answers(inData("1,2", "a"), inData("3", "b"), inData("4", "c"));
		Iterator<Integer> items = this.pages.iterator();
		assertThat(this.gate.received()).isEmpty();
		items.next();
		items.next();
		assertThat(this.gate.received()).hasSize(1);
		items.next();
		assertThat(this.gate.received()).hasSize(2);
	}

	@Test
	void requestsNoPageThatNobodyTakes() {
		this.gate.answers(inData("1,2", "a"), inData("3,4", "b"), inData("5,6", "c"), inData("7", "d"));
		StepVerifier.create(this.pages.flux(), 0)
			.thenRequest(2)
			.expectNext(1, 2)
			.thenRequest(1)
			.expectNext(3)
			.thenCancel()
			.verify(TIMEOUT);
		assertThat(this.gate.received()).hasSizeLessThanOrEqualTo(3);
	}

	@Test
	void readsManyPages() {
		for (int i = 1; i < 100; i++) {
			this.gate.answers(inData(i + "," + i, "c" + i));
		}
		this.gate.answers(besideData("0", "null"));
		StepVerifier.create(this.pages.flux().count()).expectNext(199L).expectComplete().verify(TIMEOUT);
	}

	@Test
	void endsAfterTheLastItem() {
		this.gate.answers(besideData("1", "null"));
		Iterator<Integer> items = this.pages.iterator();
		items.next();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(items::next);
		assertThat(this.gate.received()).hasSize(1);
	}

	@Test
	void doesNotGoRoundInCircles() {
		this.gate.answers(inData("1", "a"));
		StepVerifier.create(this.pages.flux())
			.expectNext(1)
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(VlunaUnavailableException.class)
				.hasMessageContaining("a page that names itself as the next one"))
			.verify(TIMEOUT);
		assertThatExceptionOfType(VlunaUnavailableException.class).isThrownBy(() -> this.pages.forEach((item) -> {
		}));
	}

	@Test
	void tellsWhyAPageCannotBeHad() {
		this.gate.answers(inData("1", "a"), ScriptedGate.error(403, "AUTH.INSUFFICIENT_SCOPE", "no"));
		Iterator<Integer> items = this.pages.iterator();
		items.next();
		assertThatExceptionOfType(VlunaRejectedException.class).isThrownBy(items::hasNext);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"items\":null}", "{\"items\":7}", "[\"x\"]", "[null]", "7",
			"{\"items\":[1],\"next_cursor\":{}}" })
	void takesWhatIsNoListForNoAnswer(String data) {
		this.gate.answers(ScriptedGate.json(200, "{\"ok\":true,\"data\":" + data + "}"));
		assertThatExceptionOfType(VlunaUnavailableException.class).isThrownBy(() -> this.pages.iterator().next());
	}

	@Test
	void refusesToBlockWhereNothingMayBlock() {
		this.gate.answers(besideData("1", "null"));
		Mono<Integer> blocking = Mono.fromCallable(() -> this.pages.iterator().next())
			.subscribeOn(Schedulers.parallel());
		assertThatIllegalStateException().isThrownBy(blocking::block)
			.withMessageEndingWith("must not block. Subscribe to VlunaPages.flux() instead");
		assertThat(this.gate.received()).isEmpty();
	}

	@Test
	void refusesAtOnceWhatCannotBeSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.client()
			.pages(CallContext.ofUser(" ", "alice"), VlunaRequest.get("/things"), Integer.class));
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> this.client.client().pages(CallContext.ofRealm(), VlunaRequest.post("/things"), List.class))
			.withMessageContaining("Only a GET");
	}

	private static Answer inData(String items, String cursor) {
		return ScriptedGate.json(200,
				"{\"ok\":true,\"data\":{\"items\":[%s],\"next_cursor\":\"%s\"}}".formatted(items, cursor));
	}

	private static Answer besideData(String items, String cursor) {
		return ScriptedGate.json(200,
				"{\"ok\":true,\"data\":[%s],\"meta\":{\"next_cursor\":%s,\"has_more\":true,\"limit\":2}}"
					.formatted(items, cursor));
	}

}
