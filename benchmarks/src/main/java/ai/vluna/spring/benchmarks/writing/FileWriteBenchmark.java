package ai.vluna.spring.benchmarks.writing;

import java.util.concurrent.TimeUnit;

import ai.vluna.spring.delivery.store.SettlementFormat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A billed call whose usage is in a file before it returns, beside the same bytes
 * appended to a plain one.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FileWriteBenchmark {

	@Benchmark
	public String stored(Stored file) {
		return file.current().call();
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
	public static class Stored extends Renewed<StoringCaller> {

		@Override
		StoringCaller open() {
			return StoringCaller.inFile();
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
	public abstract static class Appended extends Renewed<GroupCommit<byte[], AppendedFile>> {

		final byte[] bytes = SettlementFormat.write(StoringCaller.sample());

		private final boolean sealed;

		Appended(boolean sealed) {
			this.sealed = sealed;
		}

		@Override
		GroupCommit<byte[], AppendedFile> open() {
			return new GroupCommit<>(new AppendedFile(this.sealed));
		}

		void append() {
			current().write(this.bytes);
		}

	}

}
