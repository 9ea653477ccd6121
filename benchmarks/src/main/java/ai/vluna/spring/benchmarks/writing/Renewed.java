package ai.vluna.spring.benchmarks.writing;

import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Something that writes, and begins with nothing in each turn, since all that is written
 * stays there.
 *
 * @param <T> the type of what writes
 */
@State(Scope.Benchmark)
public abstract class Renewed<T extends Closeable> {

	private @Nullable T current;

	abstract T open();

	@Setup(Level.Iteration)
	public void renew() {
		this.current = open();
	}

	T current() {
		return Objects.requireNonNull(this.current, "renew() comes first");
	}

	@TearDown(Level.Iteration)
	public void close() throws IOException {
		current().close();
	}

}
