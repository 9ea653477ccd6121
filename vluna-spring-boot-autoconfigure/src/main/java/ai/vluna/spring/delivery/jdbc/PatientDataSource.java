package ai.vluna.spring.delivery.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections for db-scheduler, which logs an error with each attempt that fails, and
 * makes one several times a second. Here it waits while the database is away, and what it
 * was about to do is done afterwards.
 */
final class PatientDataSource extends DelegatingDataSource {

	private static final Log logger = LogFactory.getLog(PatientDataSource.class);

	private final Duration interval;

	/**
	 * How often it went away and came back: away while odd. Only an attempt that began
	 * after the last change tells of another.
	 */
	private final AtomicInteger changes = new AtomicInteger();

	private final CountDownLatch ended = new CountDownLatch(1);

	/**
	 * Create a data source.
	 * @param target connects to the database
	 * @param interval the wait between two attempts
	 */
	PatientDataSource(DataSource target, Duration interval) {
		super(target);
		this.interval = interval;
	}

	@Override
	public Connection getConnection() throws SQLException {
		while (true) {
			int before = this.changes.get();
			boolean away = before % 2 != 0;
			try {
				Connection connection = super.getConnection();
				if (away && this.changes.compareAndSet(before, before + 1)) {
					logger.info("The database that keeps usage is back");
				}
				return connection;
			}
			catch (SQLException ex) {
				if (!away && this.changes.compareAndSet(before, before + 1)) {
					logger.warn("The database that keeps usage cannot be reached, nothing is sent until it can: "
							+ ex.getMessage());
				}
				if (isEnded()) {
					throw ex;
				}
			}
		}
	}

	private boolean isEnded() {
		try {
			return this.ended.await(this.interval.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

	/**
	 * Wait no more.
	 */
	void end() {
		this.ended.countDown();
	}

}
