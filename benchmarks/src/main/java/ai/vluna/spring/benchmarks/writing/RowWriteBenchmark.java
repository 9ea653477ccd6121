package ai.vluna.spring.benchmarks.writing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.benchmarks.database.Database;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementFormat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A billed call whose usage is in a database before it returns, beside a bare batched
 * insert of the same rows.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RowWriteBenchmark {

	@Benchmark
	public String stored(Stored table) {
		return table.caller.call();
	}

	@Benchmark
	public void inserted(Inserted table) {
		table.insert();
	}

	/**
	 * The table of an application.
	 */
	@State(Scope.Benchmark)
	public static class Stored {

		final Database database = Database.open();

		final StoringCaller caller = StoringCaller.in(this.database);

		@TearDown
		public void close() {
			this.caller.close();
			this.database.close();
		}

	}

	/**
	 * A table that rows are inserted into.
	 */
	@State(Scope.Benchmark)
	public static class Inserted {

		final Database database = Database.open();

		private final PendingSettlement sample = StoringCaller.sample();

		private final byte[] bytes = SettlementFormat.write(this.sample);

		private final AtomicInteger numbers = new AtomicInteger();

		private final GroupCommit<InsertedRows.Row> commits = new GroupCommit<>(new InsertedRows(this.database));

		void insert() {
			int number = this.numbers.incrementAndGet();
			// As random as a digest, so that the index has as much to do.
			String id = "%08x".formatted(number * 0x9E3779B1) + this.sample.id().substring(8);
			this.commits.write(new InsertedRows.Row(id, this.bytes, -number / 1000));
		}

		@TearDown
		public void close() throws Exception {
			this.commits.close();
			this.database.close();
		}

	}

}
