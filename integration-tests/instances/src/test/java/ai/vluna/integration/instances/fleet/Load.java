package ai.vluna.integration.instances.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Callers of the instances. Whoever finds an instance gone goes to another one, with
 * other work: what was begun there is not done again.
 */
final class Load implements AutoCloseable {

	private static final int CALLERS = 4;

	private static final int CALLERS_OF_AN_INSTANCE = 2;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final HttpClient client = HttpClient.newHttpClient();

	private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

	private final BlockingQueue<URI> free = new LinkedBlockingQueue<>();

	private final Semaphore wanted = new Semaphore(0);

	private final AtomicLong numbers = new AtomicLong();

	private final Set<Long> returned = ConcurrentHashMap.newKeySet();

	private final List<String> surprises = new CopyOnWriteArrayList<>();

	Load() {
		for (int i = 0; i < CALLERS; i++) {
			this.callers.execute(this::callWhenWanted);
		}
	}

	/**
	 * Have an instance called from now on.
	 * @param instance its address
	 */
	void goTo(URI instance) {
		for (int i = 0; i < CALLERS_OF_AN_INSTANCE; i++) {
			this.free.add(instance);
		}
	}

	private void callWhenWanted() {
		try {
			while (!Thread.interrupted()) {
				this.wanted.acquire();
				URI instance = this.free.take();
				if (isAnswered(instance, this.numbers.incrementAndGet())) {
					this.free.add(instance);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean isAnswered(URI instance, long number) throws InterruptedException {
		String shape = (number % 2 == 0) ? "write" : "dictate";
		HttpRequest request = HttpRequest.newBuilder(instance.resolve("/%s/%d".formatted(shape, number)))
			.timeout(PATIENCE)
			.POST(HttpRequest.BodyPublishers.noBody())
			.build();
		try {
			HttpResponse<String> response = this.client.send(request, HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() == 200) {
				this.returned.add(number);
				return true;
			}
			if (response.headers().firstValue("Content-Type").orElse("").contains("problem")) {
				// A web server that ends refuses otherwise.
				this.surprises.add(response.statusCode() + " " + response.body());
			}
			return false;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Call, and wait until half of the callers have their result. The others still want
	 * theirs.
	 * @param calls how many calls
	 */
	void call(int calls) {
		int before = this.returned.size();
		this.wanted.release(calls);
		await().atMost(PATIENCE).until(() -> this.returned.size() >= before + calls / 2);
	}

	/**
	 * Return what callers have.
	 * @return the work whose result was returned
	 */
	Set<Long> returned() {
		return Set.copyOf(this.returned);
	}

	/**
	 * Return the answers that no caller should get.
	 * @return the answers
	 */
	Collection<String> surprises() {
		return this.surprises;
	}

	/**
	 * Let the callers go, and wait until the last one left.
	 */
	void end() {
		this.callers.shutdownNow();
		try {
			assertThat(this.callers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.callers.shutdownNow();
	}

}
