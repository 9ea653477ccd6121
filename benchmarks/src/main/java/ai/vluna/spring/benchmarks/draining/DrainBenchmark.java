package ai.vluna.spring.benchmarks.draining;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

import ai.vluna.spring.benchmarks.database.Database;
import ai.vluna.spring.delivery.store.SettlementStore;
import com.zaxxer.hikari.HikariDataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A settlement on its way out of a database that several instances share, beside a task
 * of db-scheduler that does nothing.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(DrainBenchmark.SETTLEMENTS)
public class DrainBenchmark {

	/**
	 * The system property that says how many instances there are.
	 */
	public static final String INSTANCES = "benchmarks.instances";

	static final int SETTLEMENTS = 4000;

	@Benchmark
	public void delivered(Delivering delivering) {
		delivering.drain();
	}

	@Benchmark
	public void lockedAndFetched(Bare bare) {
		bare.drain();
	}

	/**
	 * Instances of our delivery.
	 */
	@State(Scope.Benchmark)
	public static class Delivering extends Draining {

		public Delivering() {
			this(Integer.getInteger(INSTANCES), SETTLEMENTS);
		}

		Delivering(int instances, int settlements) {
			super(Deliverer::new, instances, settlements);
		}

	}

	/**
	 * Instances of db-scheduler alone.
	 */
	@State(Scope.Benchmark)
	public static class Bare extends Draining {

		public Bare() {
			this(Integer.getInteger(INSTANCES), SETTLEMENTS);
		}

		Bare(int instances, int settlements) {
			super(BareScheduler::new, instances, settlements);
		}

	}

	/**
	 * A backlog, and instances to drain it.
	 */
	@State(Scope.Benchmark)
	public abstract static class Draining {

		private final Database database = Database.open();

		private final HikariDataSource pool = this.database.pool(1);

		private final SettlementStore store = Backlog.storeIn(this.pool);

		private final List<Instance> instances;

		private final int settlements;

		private Applied applied = new Applied(0);

		Draining(Function<Database, Instance> factory, int instances, int settlements) {
			this.instances = IntStream.range(0, instances).mapToObj((number) -> factory.apply(this.database)).toList();
			this.settlements = settlements;
		}

		@Setup(Level.Invocation)
		public void fill() {
			this.applied = new Applied(this.settlements);
			Backlog.fill(this.store, this.settlements, Instant.now());
		}

		void drain() {
			this.instances.forEach((instance) -> instance.start(this.applied::add));
			this.applied.await();
			Backlog.awaitNone(this.store);
		}

		@TearDown(Level.Invocation)
		public void check() {
			this.instances.forEach(Instance::stop);
			this.applied.requireEachOnce(this.settlements);
		}

		@TearDown
		public void close() {
			this.instances.forEach(Instance::close);
			this.pool.close();
			this.database.close();
		}

	}

}
