package ai.vluna.spring.delivery.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Holds some threads up, as a slow database does, and tells whether one of them was
 * interrupted meanwhile: H2 would have closed the database then.
 */
final class HoldingDataSource extends DelegatingDataSource {

	private final String threads;

	private final CountDownLatch held = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	private volatile boolean interrupted;

	/**
	 * Create a data source.
	 * @param target connects to the database
	 * @param threads how the names of the threads begin that are held up
	 */
	HoldingDataSource(DataSource target, String threads) {
		super(target);
		this.threads = threads;
	}

	@Override
	public Connection getConnection() throws SQLException {
		if (Thread.currentThread().getName().startsWith(this.threads)) {
			this.held.countDown();
			try {
				this.released.await();
			}
			catch (InterruptedException ex) {
				this.interrupted = true;
			}
		}
		return super.getConnection();
	}

	boolean holds() {
		return this.held.getCount() == 0;
	}

	boolean wasInterrupted() {
		return this.interrupted;
	}

	/**
	 * Let them go on.
	 */
	void release() {
		this.released.countDown();
	}

}
