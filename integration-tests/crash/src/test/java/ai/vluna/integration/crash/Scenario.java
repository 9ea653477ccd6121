package ai.vluna.integration.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.test.gate.EmbeddedGate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Kills processes, starts others on what they left, and compares in the end what their
 * callers were told with what the gate has.
 */
final class Scenario {

	private static final Duration LONGEST_DRAIN = Duration.ofMinutes(3);

	private final CrashRun run;

	private final IntFunction<String> stores;

	private final Path directory;

	private final EmbeddedGate gate;

	private Scenario(CrashRun run, IntFunction<String> stores, Path directory, EmbeddedGate gate) {
		this.run = run;
		this.stores = stores;
		this.directory = directory;
		this.gate = gate;
	}

	/**
	 * Play a run that must go well.
	 * @param kind the kind of the stores
	 * @param run its size
	 * @param stores the addresses of the stores by their number
	 * @param directory a place for files
	 * @throws Exception if a process did not do what it should
	 */
	static void playSoundly(String kind, CrashRun run, IntFunction<String> stores, Path directory) throws Exception {
		play(kind, run, Weather.changing(run.seed()), stores, directory).assertSound();
	}

	/**
	 * Play a run.
	 * @param kind the kind of the stores
	 * @param run its size
	 * @param weather how the gate misbehaves
	 * @param stores the addresses of the stores by their number
	 * @param directory a place for files
	 * @return what came of it
	 * @throws Exception if a process did not do what it should
	 */
	static Tally play(String kind, CrashRun run, Weather weather, IntFunction<String> stores, Path directory)
			throws Exception {
		System.out.printf("Crash test on %s: %s%n", kind, run);
		try (EmbeddedGate gate = EmbeddedGate.builder().catalogue(Customers.catalogue()).start()) {
			weather.playOn(gate);
			Tally tally = new Scenario(run, stores, directory, gate).play();
			System.out.printf("Crash test on %s: %s%n", kind, tally);
			return tally;
		}
	}

	private Tally play() throws Exception {
		List<Callable<Set<String>>> tracks = new ArrayList<>();
		for (int i = 0; i < this.run.stores(); i++) {
			int track = i;
			tracks.add(() -> kill(track));
		}
		Set<String> returned = new LinkedHashSet<>();
		ExecutorService executor = Executors.newFixedThreadPool(this.run.stores());
		try {
			for (Future<Set<String>> track : executor.invokeAll(tracks)) {
				returned.addAll(track.get());
			}
		}
		finally {
			executor.shutdownNow();
		}
		Weather.end(this.gate);
		for (int i = 0; i < this.run.stores(); i++) {
			drain(this.stores.apply(i));
		}
		return Tally.of(this.run, returned, this.gate);
	}

	private Set<String> kill(int track) throws Exception {
		String store = this.stores.apply(track);
		Set<String> returned = new LinkedHashSet<>();
		List<String> unfinished = List.of();
		for (int number : IntStream.range(0, this.run.kills())
			.filter((kill) -> kill % this.run.stores() == track)
			.toArray()) {
			Report report = Life.live(arguments(store, number, unfinished), this.directory.resolve("errors-" + track),
					this.run.seed().dice("life", number));
			assertThat(report.failed()).as(this.run.toString()).isEmpty();
			returned.addAll(report.returned());
			unfinished = report.unfinished();
		}
		return returned;
	}

	private List<String> arguments(String store, int number, List<String> unfinished) {
		GateAccess access = GateAccess.to(this.gate);
		List<String> arguments = new ArrayList<>(
				List.of(access.baseUrl(), access.realmId(), access.keyId(), access.secret(), store,
						this.run.flaw().name(), Long.toString(this.run.seed().value()), Integer.toString(number)));
		arguments.addAll(unfinished);
		return arguments;
	}

	private void drain(String store) {
		try (Application application = Victim.open(GateAccess.to(this.gate), store, this.run.flaw())) {
			SettlementStore settlements = application.settlements();
			await().atMost(LONGEST_DRAIN)
				.untilAsserted(() -> assertThat(settlements.pending(0, 10)).as(this.run.toString()).isEmpty());
			assertThat(settlements.dead(0, 10)).as(this.run.toString()).isEmpty();
			assertThat(settlements.backlog()).as(this.run.toString()).isEqualTo(new Backlog(0, null, 0));
		}
	}

}
