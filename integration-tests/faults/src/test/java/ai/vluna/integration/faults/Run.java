package ai.vluna.integration.faults;

import java.time.Duration;

/**
 * The size of a run, and the seed it follows from. System properties whose names begin
 * with {@code vluna.faults.} change each of them.
 *
 * @param seed the seed
 * @param cycles the number of operations
 * @param callers the number of operations under way at once
 * @param pace how fast everything is
 */
record Run(Seed seed, int cycles, int callers, Pace pace) {

	private static final String PREFIX = "vluna.faults.";

	private static final int RESPONSE_TIMEOUT = 300;

	static Run of(int cycles) {
		Long seed = Long.getLong(PREFIX + "seed");
		return new Run((seed != null) ? new Seed(seed) : Seed.drawn(), Integer.getInteger(PREFIX + "cycles", cycles),
				Integer.getInteger(PREFIX + "callers", 32),
				new Pace(Duration.ofMillis(Integer.getInteger(PREFIX + "response-timeout", RESPONSE_TIMEOUT))));
	}

	@Override
	public String toString() {
		return "-D%sseed=%d -D%scycles=%d".formatted(PREFIX, this.seed.value(), PREFIX, this.cycles);
	}

}
