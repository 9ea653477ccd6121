package ai.vluna.spring.benchmarks.draining;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One of the processes that share a table, but for its process.
 */
interface Instance extends AutoCloseable {

	/**
	 * How many things an instance does at a time, as by default.
	 */
	int THREADS = 8;

	/**
	 * The connections of an instance, as by default.
	 */
	int CONNECTIONS = 4;

	/**
	 * Begin.
	 * @param applied told the key of all that is done
	 */
	void start(Consumer<@Nullable String> applied);

	void stop();

	@Override
	void close();

}
