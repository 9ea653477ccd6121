package ai.vluna.integration.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.SettableClock;

/**
 * The gate as its operators handle it, whichever caller's thread they do it on.
 */
final class OperatedGate implements AutoCloseable {

	static final Duration LEASE_LIFETIME = Duration.ofMinutes(10);

	static final Duration LATE_GRACE = Duration.ofSeconds(60);

	private final ReentrantLock lock = new ReentrantLock();

	private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.port(freePort())
		.catalogue(Catalogue.create())
		.leases(LEASE_LIFETIME, LATE_GRACE)
		.clock(this.clock)
		.start();

	private long credited;

	EmbeddedGate gate() {
		return this.gate;
	}

	Clock clock() {
		return this.clock;
	}

	void stop() {
		operate(this.gate::stop);
	}

	void start() {
		operate(this.gate::start);
	}

	void restart() {
		operate(() -> {
			if (this.gate.isRunning()) {
				this.gate.stop();
				this.gate.start();
			}
		});
	}

	void letTimePass(Duration duration) {
		operate(() -> this.clock.advance(duration));
	}

	void giveToTheThrifty() {
		operate(() -> {
			this.gate.credit(Catalogue.THRIFTY.principalId(), Catalogue.THRIFTY.userId(), Catalogue.POCKET_MONEY);
			this.credited += Catalogue.POCKET_MONEY;
		});
	}

	long credited() {
		return this.credited;
	}

	private void operate(Runnable action) {
		this.lock.lock();
		try {
			action.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	// Below the ports that systems give to outgoing connections: one of those could take
	// the port while the gate is away, even one to the gate itself.
	private static int freePort() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
			try (ServerSocket socket = new ServerSocket(port)) {
				return socket.getLocalPort();
			}
			catch (BindException ex) {
				// Taken, try another one.
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	@Override
	public void close() {
		this.gate.close();
	}

}
