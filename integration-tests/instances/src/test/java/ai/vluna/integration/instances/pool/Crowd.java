package ai.vluna.integration.instances.pool;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

/**
 * Where callers that hold a connection wait until all connections are held.
 */
@Component
class Crowd {

	/**
	 * As many as there are connections.
	 */
	static final int SIZE = 10;

	private final CyclicBarrier barrier = new CyclicBarrier(SIZE, this::count);

	private final List<Integer> held = new CopyOnWriteArrayList<>();

	private final DataSource dataSource;

	Crowd(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	/**
	 * Wait for the others.
	 */
	void gather() {
		try {
			this.barrier.await(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (BrokenBarrierException | TimeoutException ex) {
			throw new IllegalStateException("Not all came", ex);
		}
	}

	private void count() {
		this.held.add(pool().getHikariPoolMXBean().getActiveConnections());
	}

	private HikariDataSource pool() {
		HikariDataSource pool = DataSourceUnwrapper.unwrap(this.dataSource, HikariDataSource.class);
		Assert.state(pool != null, "The application has another pool");
		return pool;
	}

	/**
	 * Return how many connections were held each time when all had come, and forget it.
	 * @return the numbers of connections
	 */
	List<Integer> takeHeld() {
		List<Integer> taken = List.copyOf(this.held);
		this.held.clear();
		return taken;
	}

}
