package ai.vluna.integration.crash;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The size of a run, and the seed it follows from.
 *
 * @param seed the seed
 * @param kills how many processes are killed
 * @param stores on how many stores of the same kind, side by side
 * @param flaw what the processes do wrong
 */
record CrashRun(Seed seed, int kills, int stores, Flaw flaw) {

	private static final String PREFIX = "vluna.crash.";

	private static final int KILLS = 100;

	/**
	 * On later versions than the oldest that is supported.
	 */
	private static final int FEWER_KILLS = 10;

	private static final int OLDEST = 17;

	private static final int STORES = 3;

	/**
	 * Return the run that system properties ask for.
	 * @return the run
	 */
	static CrashRun configured() {
		int kills = (Runtime.version().feature() == OLDEST) ? KILLS : FEWER_KILLS;
		return new CrashRun(configuredSeed(), Integer.getInteger(PREFIX + "kills", kills),
				Integer.getInteger(PREFIX + "stores", STORES), Flaw.NONE);
	}

	/**
	 * Return a short run of processes that do something wrong.
	 * @param flaw what they do wrong
	 * @param kills how many of them are killed
	 * @return the run
	 */
	static CrashRun of(Flaw flaw, int kills) {
		return new CrashRun(configuredSeed(), kills, 2, flaw);
	}

	private static Seed configuredSeed() {
		return new Seed(Long.getLong(PREFIX + "seed", ThreadLocalRandom.current().nextLong(1_000_000_000)));
	}

	@Override
	public String toString() {
		return "-D%sseed=%d -D%skills=%d".formatted(PREFIX, this.seed.value(), PREFIX, this.kills);
	}

}
