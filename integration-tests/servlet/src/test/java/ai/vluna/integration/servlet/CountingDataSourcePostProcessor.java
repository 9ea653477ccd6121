package ai.vluna.integration.servlet;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.stereotype.Component;

/**
 * Counts the connections that the application takes from its pool.
 */
@Component
class CountingDataSourcePostProcessor implements BeanPostProcessor {

	private final AtomicInteger connections = new AtomicInteger();

	int connections() {
		return this.connections.get();
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof DataSource dataSource) ? new CountingDataSource(dataSource) : bean;
	}

	private final class CountingDataSource extends DelegatingDataSource {

		private CountingDataSource(DataSource target) {
			super(target);
		}

		@Override
		public Connection getConnection() throws SQLException {
			CountingDataSourcePostProcessor.this.connections.incrementAndGet();
			return super.getConnection();
		}

	}

}
