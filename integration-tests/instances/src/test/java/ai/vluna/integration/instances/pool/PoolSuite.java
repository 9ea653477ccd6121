package ai.vluna.integration.instances.pool;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import ai.vluna.spring.delivery.StoredSettlement;
import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Callers that hold all connections of the application while their usage is stored.
 */
abstract class PoolSuite {

	private static final String CALLER = "caller-";

	private static final String REQUEST = "http-nio-";

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private StoredSettlement settlement;

	@Autowired
	private SettlementStore store;

	@Autowired
	private Orders orders;

	@Autowired
	private Receipts receipts;

	@Autowired
	private Crowd crowd;

	@Autowired
	private Borrowers borrowers;

	@LocalServerPort
	private int port;

	@BeforeEach
	void reset() {
		this.gate.reset();
		this.receipts.deleteAllInBatch();
		this.crowd.takeHeld();
		this.borrowers.forget();
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 50 })
	void nothingIsLostInsideTransactions(int callers) throws Exception {
		long before = this.settlement.written().settlements();
		ExecutorService executor = Executors.newFixedThreadPool(callers, new CustomizableThreadFactory(CALLER));
		try {
			List<Callable<String>> calls = names("transaction", callers).stream()
				.map((name) -> (Callable<String>) () -> {
					this.orders.place(name);
					return name;
				})
				.toList();
			for (Future<String> call : executor.invokeAll(calls)) {
				call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertNobodyWaitedForUs(CALLER, callers);
		assertThat(this.settlement.written().settlements() - before).isEqualTo(callers);
		assertNothingLost(names("transaction", callers));
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 50 })
	void nothingIsLostWhileTheSessionIsOpenInView(int callers) {
		long before = this.settlement.written().settlements();
		HttpClient client = HttpClient.newHttpClient();
		List<CompletableFuture<HttpResponse<String>>> requests = names("view", callers).stream()
			.map((name) -> HttpRequest
				.newBuilder(URI.create("http://localhost:%d/orders/%s".formatted(this.port, name)))
				.timeout(PATIENCE)
				.POST(HttpRequest.BodyPublishers.noBody())
				.build())
			.map((request) -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
			.toList();
		assertThat(requests).map(CompletableFuture::join)
			.allSatisfy((response) -> assertThat(response.statusCode()).isEqualTo(200))
			.map(HttpResponse::body)
			.containsExactlyElementsOf(names("view", callers));
		assertNobodyWaitedForUs(REQUEST, callers);
		assertThat(this.settlement.written().settlements() - before).isEqualTo(callers);
		assertNothingLost(names("view", callers));
	}

	/**
	 * All connections were held before and after usage was stored, and none was ever
	 * taken or wanted by a thread that is not a caller's.
	 */
	private void assertNobodyWaitedForUs(String callers, int count) {
		assertThat(this.crowd.takeHeld()).isEqualTo(Collections.nCopies(2 * count / Crowd.SIZE, Crowd.SIZE));
		assertThat(this.borrowers.of(ShopApplication.POOL)).isNotEmpty()
			.allMatch((thread) -> thread.startsWith(callers));
		assertThat(this.borrowers.of("vluna")).isNotEmpty().noneMatch((thread) -> thread.startsWith(callers));
	}

	private void assertNothingLost(List<String> names) {
		assertThat(this.settlement.atRisk()).isZero();
		assertThat(this.settlement.isTroubled()).isFalse();
		assertThat(this.receipts.findAll()).map(Receipt::getName).containsExactlyInAnyOrderElementsOf(names);
		await().atMost(PATIENCE).until(() -> this.store.backlog().pending() == 0);
		assertThat(this.store.backlog()).extracting(Backlog::dead).isEqualTo(0L);
		assertThat(this.gate.ledger()).allSatisfy((entry) -> {
			assertThat(entry.state()).isEqualTo(LedgerState.COMMITTED);
			assertThat(entry.quantityMinor())
				.isEqualTo(String.valueOf(entry.labels().get(Translations.LABEL)).length());
		}).map((entry) -> entry.labels().get(Translations.LABEL)).containsExactlyInAnyOrderElementsOf(names);
	}

	private static List<String> names(String prefix, int count) {
		return IntStream.range(0, count).mapToObj((number) -> prefix + "-" + number).toList();
	}

}
