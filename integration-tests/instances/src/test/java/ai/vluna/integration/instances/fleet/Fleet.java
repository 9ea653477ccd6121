package ai.vluna.integration.instances.fleet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Some instances on one store, two of which are stopped and started again one by one
 * while all are called. Each is stopped while the gate charges nothing, so that it leaves
 * something behind.
 */
final class Fleet implements AutoCloseable {

	private static final int CALLS = 60;

	/**
	 * A restart takes most of the time, and the third shows nothing new.
	 */
	private static final int RESTARTS = 2;

	private static final String LAZY = "--spring.main.lazy-initialization=true";

	private final EmbeddedGate gate = EmbeddedGate.builder().catalogue(Charges.catalogue()).start();

	private final Charges charges = new Charges(this.gate);

	private final List<Instance> instances = new ArrayList<>();

	private final List<String> arguments;

	private final Path log;

	private Fleet(List<String> store, Path log) {
		this.arguments = new ArrayList<>(List.of("--server.port=0", "--vluna.base-url=" + this.gate.baseUrl(),
				"--vluna.realm-id=" + this.gate.realmId(), "--vluna.service-key.id=" + this.gate.serviceKeyId(),
				"--vluna.service-key.secret=" + this.gate.serviceKeySecret(), "--vluna.delivery.sending.pause=200ms",
				"--vluna.delivery.sending.min-backoff=50ms", "--vluna.delivery.sending.max-backoff=200ms"));
		this.arguments.addAll(store);
		this.log = log;
	}

	/**
	 * Start instances, restart some, and check that everything was charged once.
	 * @param size how many instances
	 * @param store the properties of their store
	 * @param log the file of their logs
	 * @throws InterruptedException if interrupted
	 */
	static void restartOneByOne(int size, List<String> store, Path log) throws InterruptedException {
		try (Fleet fleet = new Fleet(store, log)) {
			for (int i = 0; i < size; i++) {
				fleet.instances.add(Instance.start(fleet.arguments, log));
			}
			fleet.restartOneByOne();
		}
	}

	private void restartOneByOne() throws InterruptedException {
		try (Load load = new Load()) {
			this.instances.forEach((instance) -> load.goTo(instance.awaitReady()));
			for (int i = 0; i < Math.min(RESTARTS, this.instances.size()); i++) {
				load.call(CALLS);
				restart(i, load);
			}
			load.call(CALLS);
			load.end();
			this.charges.awaitAll(load.returned());
			this.instances.forEach(Instance::terminate);
			for (Instance instance : this.instances) {
				instance.awaitEnd();
			}
			this.charges.assertSound();
			assertThat(load.surprises()).isEmpty();
		}
	}

	private void restart(int number, Load load) throws InterruptedException {
		this.gate.on(Endpoint.COMMIT).always(Fault.serverError());
		load.call(CALLS);
		this.instances.get(number).terminate().awaitEnd();
		Set<Long> returned = load.returned();
		this.gate.on(Endpoint.COMMIT).heal();
		if (this.instances.size() > 1) {
			// The others send what it left.
			this.charges.awaitAll(returned);
		}
		List<String> lazily = new ArrayList<>(this.arguments);
		lazily.add(LAZY);
		this.instances.set(number, Instance.start(lazily, this.log));
		// Without being called.
		this.charges.awaitAll(returned);
		load.goTo(this.instances.get(number).awaitReady());
	}

	@Override
	public void close() {
		this.instances.forEach(Instance::close);
		this.gate.close();
	}

}
