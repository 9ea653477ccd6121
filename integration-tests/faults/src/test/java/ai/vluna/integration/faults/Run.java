package ai.vluna.integration.faults;

import java.time.Duration;

/**
 * The size of a run, and the seed it follows from.
 *
 * @param seed the seed
 * @param cycles the number of operations
 * @param callers the number of operations under way at once
 * @param pace how fast everything is
 * @param patience how long to wait at the end for what is still on its way
 */
record Run(Seed seed, int cycles, int callers, Pace pace, Duration patience) {

	static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final String PREFIX = "vluna.faults.";

	private static final int CALLERS = 32;

	/**
	 * Return the run that system properties ask for.
	 * @param cycles the number of operations if they say nothing else
	 * @param pace the pace if they say nothing else
	 * @return the run
	 */
	static Run configured(int cycles, Pace pace) {
		Long seed = Long.getLong(PREFIX + "seed");
		Integer responseTimeout = Integer.getInteger(PREFIX + "response-timeout");
		return new Run((seed != null) ? new Seed(seed) : Seed.drawn(), Integer.getInteger(PREFIX + "cycles", cycles),
				Integer.getInteger(PREFIX + "callers", CALLERS),
				(responseTimeout != null) ? Pace.of(responseTimeout) : pace, PATIENCE);
	}

	/**
	 * Return a run that is as long as it is, with another seed each time.
	 * @param cycles the number of operations
	 * @param patience how long to wait at the end
	 * @return the run
	 */
	static Run drawn(int cycles, Duration patience) {
		return new Run(Seed.drawn(), cycles, CALLERS, Pace.PATIENT, patience);
	}

	@Override
	public String toString() {
		return "-D%sseed=%d -D%scycles=%d".formatted(PREFIX, this.seed.value(), PREFIX, this.cycles);
	}

}
