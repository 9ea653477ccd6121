package ai.vluna.spring.test.gate.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers what was received: how often always, the requests themselves as far as they
 * are recent.
 *
 * @since 0.1.0
 */
public final class RequestBook {

	private static final int REMEMBERED = 10_000;

	private static final long REMEMBERED_BYTES = 64L * 1024 * 1024;

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<ReceivedRequest> requests = new ArrayDeque<>();

	private long bytes;

	private final Map<Endpoint, Long> counts = new EnumMap<>(Endpoint.class);

	/**
	 * Adds a request.
	 * @param request the request
	 * @return how many its endpoint has received with it
	 */
	public long add(ReceivedRequest request) {
		this.lock.lock();
		try {
			this.requests.add(request);
			this.bytes += request.body().length;
			while (this.requests.size() > REMEMBERED || this.bytes > REMEMBERED_BYTES) {
				this.bytes -= this.requests.remove().body().length;
			}
			return this.counts.merge(request.endpoint(), 1L, Long::sum);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns how many requests an endpoint has received.
	 * @param endpoint the endpoint
	 * @return the number
	 */
	public long count(Endpoint endpoint) {
		this.lock.lock();
		try {
			return this.counts.getOrDefault(endpoint, 0L);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the recent requests.
	 * @return the requests, oldest first
	 */
	public List<ReceivedRequest> requests() {
		this.lock.lock();
		try {
			return new ArrayList<>(this.requests);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Forgets everything.
	 */
	public void clear() {
		this.lock.lock();
		try {
			this.requests.clear();
			this.bytes = 0;
			this.counts.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

}
