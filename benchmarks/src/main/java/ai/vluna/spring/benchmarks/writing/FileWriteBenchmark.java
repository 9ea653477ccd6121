package ai.vluna.spring.benchmarks.writing;

import java.util.concurrent.TimeUnit;

import ai.vluna.spring.benchmarks.database.Scratch;
import ai.vluna.spring.delivery.store.SettlementFormat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A billed call whose usage is in a file before it returns, beside the same bytes
 * appended to a plain one.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FileWriteBenchmark {

	@Benchmark
	public String stored(Stored file) {
		return file.caller.call();
	}

	@Benchmark
	public void appendedWithTwoForces(TwoForces file) {
		file.append();
	}

	@Benchmark
	public void appendedWithOneForce(OneForce file) {
		file.append();
	}

	/**
	 * The file of an application.
	 */
	@State(Scope.Benchmark)
	public static class Stored {

		private final Scratch scratch = new Scratch();

		final StoringCaller caller = StoringCaller.inFile(this.scratch);

		@TearDown
		public void close() {
			this.caller.close();
			this.scratch.close();
		}

	}

	/**
	 * A file that groups are appended to and sealed.
	 */
	@State(Scope.Benchmark)
	public static class TwoForces extends Appended {

		public TwoForces() {
			super(true);
		}

	}

	/**
	 * A file that groups are appended to.
	 */
	@State(Scope.Benchmark)
	public static class OneForce extends Appended {

		public OneForce() {
			super(false);
		}

	}

	/**
	 * A plain file.
	 */
	@State(Scope.Benchmark)
	public abstract static class Appended {

		final byte[] bytes = SettlementFormat.write(StoringCaller.sample());

		final Scratch scratch = new Scratch();

		private final GroupCommit<byte[]> commits;

		Appended(boolean sealed) {
			this.commits = new GroupCommit<>(new AppendedFile(this.scratch.file("appended"), sealed));
		}

		void append() {
			this.commits.write(this.bytes);
		}

		@TearDown
		public void close() throws Exception {
			this.commits.close();
			this.scratch.close();
		}

	}

}
