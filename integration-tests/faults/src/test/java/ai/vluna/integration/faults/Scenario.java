package ai.vluna.integration.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.awaitility.Awaitility.await;

/**
 * Two instances of an application bill the same customers through one gate. The first
 * one's client repeats what was not answered, the second one's leaves that to delivery.
 */
final class Scenario implements AutoCloseable {

	private static final Duration QUIET = Duration.ofMillis(200);

	private final Run run;

	private final Events events;

	private final FaultScript script;

	private final OperatedGate gate = new OperatedGate();

	private final List<Instance> instances;

	private final Map<Integer, Cycle> cycles = new ConcurrentHashMap<>();

	private final Scheduler callers;

	private Scenario(Run run, FaultScript.Weather weather, Events events, Habits habits) {
		this.run = run;
		this.events = events;
		this.script = new FaultScript(weather, run.pace());
		this.instances = Stream.of(3, 1)
			.map((attempts) -> new Instance(this.gate.gate(), run.pace(), attempts, this.gate.clock(), habits))
			.toList();
		this.callers = Schedulers.newBoundedElastic(4 * run.callers(), Integer.MAX_VALUE, "caller");
	}

	/**
	 * Play all cycles, let everything come to its end, and compare what was told with the
	 * gate's ledger.
	 * @param run the size and the seed
	 * @param weather what happens to requests
	 * @param events what operators do meanwhile
	 * @param habits what the instances do wrong
	 * @return what happened
	 * @throws AssertionError if an operation was not charged exactly once or denied; its
	 * message names the seed
	 */
	static Outcome play(Run run, FaultScript.Weather weather, Events events, Habits habits) {
		System.out.println("Fault cycles with " + run);
		try (Scenario scenario = new Scenario(run, weather, events, habits)) {
			Outcome outcome = scenario.play();
			System.out.println("Fault cycles: " + outcome);
			return outcome;
		}
		catch (RuntimeException ex) {
			throw new AssertionError("The run with %s broke off".formatted(run), ex);
		}
	}

	private Outcome play() {
		this.script.playOn(this.gate.gate());
		Flux.range(0, this.run.cycles()).flatMap(this::cycle, this.run.callers()).blockLast();
		this.callers.disposeGracefully().block(this.run.patience());
		this.script.end();
		this.gate.start();
		awaitQuiet();
		Audit audit = new Audit(this.run, this.cycles.values(), this.instances, this.gate, this.script.journal());
		audit.check();
		return audit.outcome();
	}

	private Flux<Attempt> cycle(int number) {
		Cycle cycle = Cycle.of(Plan.of(this.run.seed(), number));
		this.cycles.put(number, cycle);
		Flux<Attempt> attempts = cycle
			.inOrder(cycle.attempts().stream().map((attempt) -> begin(cycle, attempt)).toList());
		return Mono.fromRunnable(() -> this.events.before(number, this.gate))
			.subscribeOn(this.callers)
			.thenMany(attempts);
	}

	private Mono<Attempt> begin(Cycle cycle, Attempt attempt) {
		Plan.Try planned = attempt.planned();
		Scheduler thread = planned.onEventLoop() ? Schedulers.parallel() : this.callers;
		return attempt.seenByCaller(
				this.instances.get(planned.instance()).call(cycle.plan(), planned, attempt.work()).subscribeOn(thread));
	}

	private void awaitQuiet() {
		try {
			await().atMost(this.run.patience())
				.pollInterval(QUIET.dividedBy(10))
				.during(QUIET)
				.until(() -> this.instances.stream().allMatch(Instance::isQuiet));
		}
		catch (ConditionTimeoutException ex) {
			// The audit says which operations came to no end.
		}
	}

	@Override
	public void close() {
		this.callers.dispose();
		this.instances.forEach(Instance::close);
		this.gate.close();
	}

	/**
	 * What operators do while callers are busy.
	 */
	@FunctionalInterface
	interface Events {

		/**
		 * Called before each operation.
		 * @param operation the number of the operation
		 * @param gate the gate
		 */
		void before(int operation, OperatedGate gate);

		/**
		 * Return events of a quiet day.
		 * @return no events
		 */
		static Events none() {
			return (operation, gate) -> {
			};
		}

		/**
		 * Return an outage: connections are refused for a while.
		 * @param from the operation before which it begins
		 * @param to the operation before which it ends
		 * @return the events
		 */
		static Events outage(int from, int to) {
			return (operation, gate) -> {
				if (operation == from) {
					gate.stop();
				}
				else if (operation == to) {
					gate.start();
				}
			};
		}

		/**
		 * Return events that follow from a seed: restarts, leaps of time, money.
		 * @param seed the seed
		 * @return the events
		 */
		static Events random(Seed seed) {
			return (operation, gate) -> {
				switch (seed.dice("event", operation).nextInt(600)) {
					case 0, 1, 2 -> gate.restart();
					case 3 -> gate.letTimePass(OperatedGate.LEASE_LIFETIME.plus(OperatedGate.LATE_GRACE.dividedBy(2)));
					case 4, 5 -> gate.letTimePass(OperatedGate.LEASE_LIFETIME.multipliedBy(2));
					case 6, 7, 8, 9, 10, 11 -> gate.giveToTheThrifty();
					default -> {
					}
				}
			};
		}

	}

}
