package ai.vluna.spring.test.gate.http;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import ai.vluna.spring.test.gate.script.Fault;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * When the server process lives, and when its port is open. Once it has one, the port
 * stays the same. Nothing here may be called on an event loop of the server.
 *
 * @since 0.1.0
 */
public final class ServerLifecycle {

	private final ReentrantLock lock = new ReentrantLock();

	private final HttpSettings http;

	private final RequestPipeline pipeline;

	private final Function<ReceivedRequest, @Nullable Fault> faults;

	private volatile int port;

	private volatile @Nullable GateServer server;

	private Disposable outage = Disposables.disposed();

	/**
	 * Creates a life that has not begun.
	 * @param port the port, zero for any free one
	 * @param http how connections are treated
	 * @param pipeline what answers
	 * @param faults told of every request, and says what it meets
	 */
	public ServerLifecycle(int port, HttpSettings http, RequestPipeline pipeline,
			Function<ReceivedRequest, @Nullable Fault> faults) {
		this.port = port;
		this.http = http;
		this.pipeline = pipeline;
		this.faults = faults;
	}

	/**
	 * Starts the process, or ends a time in which connections are refused.
	 */
	public void start() {
		locked(() -> {
			if (!isListening()) {
				open();
			}
		});
	}

	/**
	 * Stops the process.
	 */
	public void stop() {
		locked(() -> this.pipeline.restart(this::close));
	}

	/**
	 * Kills the process and starts another one.
	 * @param downtime how long connections are refused in between
	 */
	public void restart(Duration downtime) {
		locked(() -> {
			if (isListening()) {
				this.pipeline.restart(this::close);
				openAfter(downtime);
			}
		});
	}

	/**
	 * Closes the port for a while.
	 * @param duration how long
	 */
	public void refuseConnections(Duration duration) {
		locked(() -> {
			if (isListening()) {
				close();
				openAfter(duration);
			}
		});
	}

	/**
	 * Tells whether the port is open.
	 * @return {@code false} if connections are refused
	 */
	public boolean isListening() {
		return this.server != null;
	}

	/**
	 * Returns where it listens.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	private void openAfter(Duration duration) {
		if (duration.isZero()) {
			open();
			return;
		}
		Disposable.Composite outage = Disposables.composite();
		this.outage = outage;
		outage.add(Mono.delay(duration, Schedulers.boundedElastic()).subscribe((tick) -> locked(() -> {
			if (!outage.isDisposed()) {
				open();
			}
		})));
	}

	private void open() {
		this.outage.dispose();
		GateServer opened = new GateServer(this.port, this.http, this.pipeline, this.faults, this);
		this.port = opened.port();
		this.server = opened;
	}

	private void close() {
		this.outage.dispose();
		GateServer open = this.server;
		this.server = null;
		if (open != null) {
			open.stop();
		}
	}

	private void locked(Runnable change) {
		this.lock.lock();
		try {
			change.run();
		}
		finally {
			this.lock.unlock();
		}
	}

}
