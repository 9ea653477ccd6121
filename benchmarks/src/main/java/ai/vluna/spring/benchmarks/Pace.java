package ai.vluna.spring.benchmarks;

import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How much time a report takes.
 *
 * @param rounds how often each candidate gets a process of its own
 * @param call how long a process measures calls
 * @param cycle how long a process measures cycles, which take far longer to settle: most
 * of their work is done by threads of the event loop that see few of them
 * @param write how long a process measures writes
 * @param drain how often a process drains a backlog
 * @param settlements how many settlements a store holds whose size is measured
 * @param chats how often a chat is streamed
 */
record Pace(int rounds, Turn call, Turn cycle, Turn write, Turn drain, int settlements, int chats) {

	// Compiles before it goes on: where the compiler competes with other programs, rows
	// would differ by how far it came. Over a network or to a disk it must not: everybody
	// would stand still meanwhile.
	private static final String COMPILE_FIRST = "-Xbatch";

	static final Pace FULL = new Pace(2, new Turn(7, 5, TimeValue.milliseconds(400), COMPILE_FIRST),
			new Turn(20, 5, TimeValue.seconds(1)), new Turn(20, 5, TimeValue.seconds(2)),
			new Turn(2, 3, TimeValue.seconds(1), COMPILE_FIRST), 20_000, 40);

	static final Pace QUICK = new Pace(1, new Turn(1, 1, TimeValue.milliseconds(200), COMPILE_FIRST),
			new Turn(1, 1, TimeValue.milliseconds(200)), new Turn(1, 1, TimeValue.milliseconds(200)),
			new Turn(1, 1, TimeValue.milliseconds(200), COMPILE_FIRST), 1000, 3);

	static Pace named(String name) {
		return switch (name) {
			case "full" -> FULL;
			case "quick" -> QUICK;
			default -> throw new IllegalArgumentException("'%s' is neither 'full' nor 'quick'".formatted(name));
		};
	}

}
