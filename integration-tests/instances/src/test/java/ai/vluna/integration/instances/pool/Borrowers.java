package ai.vluna.integration.instances.pool;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * HikariCP's own metrics, by the thread that took a connection or waited for one in vain.
 */
class Borrowers implements BeanPostProcessor, MetricsTrackerFactory {

	private final Map<String, Set<String>> threads = new ConcurrentHashMap<>();

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof HikariDataSource pool) {
			pool.setMetricsTrackerFactory(this);
		}
		return bean;
	}

	@Override
	public IMetricsTracker create(String poolName, PoolStats poolStats) {
		return new IMetricsTracker() {

			@Override
			public void recordConnectionAcquiredNanos(long elapsedAcquiredNanos) {
				note(poolName);
			}

			@Override
			public void recordConnectionTimeout() {
				note(poolName);
			}

		};
	}

	private void note(String pool) {
		this.threads.computeIfAbsent(pool, (name) -> ConcurrentHashMap.newKeySet())
			.add(Thread.currentThread().getName());
	}

	/**
	 * Return who took connections of a pool.
	 * @param pool the name of the pool
	 * @return the names of the threads
	 */
	Collection<String> of(String pool) {
		return Set.copyOf(this.threads.getOrDefault(pool, Set.of()));
	}

	void forget() {
		this.threads.clear();
	}

}
