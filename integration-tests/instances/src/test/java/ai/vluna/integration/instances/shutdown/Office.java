package ai.vluna.integration.instances.shutdown;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import ai.vluna.integration.instances.shutdown.Witness.Sight;
import com.zaxxer.hikari.HikariDataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A running application, and what it is working on.
 */
final class Office {

	static final Duration PATIENCE = Duration.ofMinutes(1);

	private final HttpClient client = HttpClient.newHttpClient();

	private final Map<String, CompletableFuture<String>> results = new LinkedHashMap<>();

	private final ConfigurableApplicationContext context;

	private final int port;

	private final Work work;

	private final Doors doors;

	private final Mailbox mailbox;

	private final Witness before;

	private final Witness after;

	private final HikariDataSource pool;

	Office(ConfigurableApplicationContext context) {
		this.context = context;
		this.port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		// Nothing can be asked of a context that is closing.
		this.work = context.getBean(Work.class);
		this.doors = context.getBean(Doors.class);
		this.mailbox = context.getBean(Mailbox.class);
		this.before = context.getBean("before", Witness.class);
		this.after = context.getBean("after", Witness.class);
		this.pool = context.getBean(HikariDataSource.class);
	}

	/**
	 * Send a request, and go on when it is being worked on.
	 * @param path where to
	 * @param name the name of the work, which the answer ends with
	 */
	void request(String path, String name) {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:%d/%s/%s".formatted(this.port, path, name)))
			.timeout(PATIENCE)
			.build();
		begun(name, this.client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(HttpResponse::body));
	}

	/**
	 * Have work done by the executor of the application.
	 * @param name the name of the work
	 */
	void onExecutor(String name) {
		begun(name, this.work.inBackground(name));
	}

	/**
	 * Have work done by a listener of the application, and leave it a letter behind.
	 * @param name the name of the work
	 * @param next the letter that it does not come to
	 */
	void byListener(String name, String next) {
		begun(name, this.mailbox.post(name));
		this.mailbox.post(next);
	}

	/**
	 * Have work done on a thread that the application knows nothing of.
	 * @param name the name of the work
	 */
	void onForeignThread(String name) {
		begun(name, CompletableFuture.supplyAsync(() -> this.work.value(name), (task) -> new Thread(task).start()));
	}

	private void begun(String name, CompletableFuture<String> result) {
		this.results.put(name, result);
		await().atMost(PATIENCE).until(() -> this.doors.isReached(name) || result.isDone());
		assertThat(result).isNotDone();
	}

	/**
	 * Let work go on, and wait until whoever wanted it has all of it.
	 * @param names the names of the work
	 */
	void finish(String... names) {
		for (String name : names) {
			assertThat(this.results.get(name)).as(name).isNotDone();
			this.doors.open(name);
		}
		for (String name : names) {
			assertThat(this.results.get(name)).as(name)
				.succeedsWithin(PATIENCE, InstanceOfAssertFactories.STRING)
				.contains(name);
		}
	}

	/**
	 * Begin to end the application.
	 * @return completes when it has ended
	 */
	CompletableFuture<Void> close() {
		return CompletableFuture.runAsync(this.context::close, (task) -> new Thread(task, "closing").start());
	}

	/**
	 * Wait until listeners take no more messages, and look at the web server.
	 * @return whether it takes requests
	 */
	boolean isListeningWhileListenersEnd() {
		await().atMost(PATIENCE).until(() -> !this.mailbox.isRunning());
		return Witness.isListening(this.port);
	}

	boolean isBegun(String name) {
		return this.doors.isReached(name);
	}

	void awaitNotListening() {
		await().atMost(PATIENCE).until(() -> !Witness.isListening(this.port));
	}

	/**
	 * Wait until delivery begins to end.
	 * @return what was seen then
	 */
	Sight awaitBefore() {
		return await().atMost(PATIENCE).until(this.before::sight, Objects::nonNull);
	}

	@Nullable Sight before() {
		return this.before.sight();
	}

	@Nullable Sight after() {
		return this.after.sight();
	}

	HikariDataSource pool() {
		return this.pool;
	}

	Collection<String> names() {
		return this.results.keySet();
	}

}
