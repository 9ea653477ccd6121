package ai.vluna.spring.benchmarks.chat;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import ai.vluna.spring.benchmarks.Median;

/**
 * How long a billed model takes to its first token, beside the same model unbilled and
 * the authorize alone. What is compared takes turns in one process, so that a busy moment
 * of the machine weighs on all alike.
 */
public final class FirstToken {

	/**
	 * How the titles of the tables begin.
	 */
	public static final String TITLE = "Time to first token";

	private static final Duration DELAY = Duration.ofMillis(200);

	private static final Duration PACE = Duration.ofMillis(10);

	private static final double NANOS_PER_MILLI = 1e6;

	/**
	 * What takes turns.
	 */
	enum Row {

		UNBILLED("the model", Chats::unbilled),

		AUTHORIZE("an authorize alone", Chats::authorize),

		BILLED("**the billed model**", Chats::billed);

		private final String label;

		private final Function<Chats, Arrival> run;

		Row(String label, Function<Chats, Arrival> run) {
			this.label = label;
			this.run = run;
		}

	}

	private final Map<Row, List<Arrival>> arrivals = new EnumMap<>(Row.class);

	private final int rounds;

	private FirstToken(Chats chats, int warmups, int rounds) {
		this.rounds = rounds;
		for (int round = -warmups; round < rounds; round++) {
			List<Row> order = new ArrayList<>(List.of(Row.values()));
			Collections.rotate(order, round);
			for (Row row : order) {
				Arrival arrival = row.run.apply(chats);
				if (round >= 0) {
					this.arrivals.computeIfAbsent(row, (key) -> new ArrayList<>()).add(arrival);
				}
			}
		}
	}

	/**
	 * Measure and print.
	 * @param rounds how often each row has its turn with a provider that takes its time;
	 * five times as often with one that does not
	 * @param gate where the gate is
	 * @param out where to print
	 */
	public static void print(int rounds, URI gate, PrintStream out) {
		try (Chats chats = new Chats(GateAccess.to(gate))) {
			// Warms up for the other as well.
			FirstToken instant = atOnce(chats, rounds * 5, rounds * 5);
			inTime(chats, rounds).print("after %d ms".formatted(DELAY.toMillis()), out);
			instant.print("at once", out);
		}
	}

	static FirstToken inTime(Chats chats, int rounds) {
		chats.answer(DELAY, PACE);
		return new FirstToken(chats, 1, rounds);
	}

	static FirstToken atOnce(Chats chats, int warmups, int rounds) {
		chats.answer(Duration.ZERO, Duration.ZERO);
		return new FirstToken(chats, warmups, rounds);
	}

	double firstMillis(Row row) {
		return millis(row, Arrival::firstNanos);
	}

	double lastMillis(Row row) {
		return millis(row, Arrival::lastNanos);
	}

	/**
	 * Return how long the first token of the billed model takes, without the authorize,
	 * with the model itself taken as one.
	 * @return the median of the ratios within the rounds
	 */
	double ratio() {
		List<Integer> all = IntStream.range(0, this.rounds).boxed().toList();
		return Median.of(all,
				(round) -> (first(Row.BILLED, round) - first(Row.AUTHORIZE, round)) / first(Row.UNBILLED, round));
	}

	private double first(Row row, int round) {
		return arrivalsOf(row).get(round).firstNanos();
	}

	private double millis(Row row, ToDoubleFunction<Arrival> nanos) {
		return Median.of(arrivalsOf(row), nanos) / NANOS_PER_MILLI;
	}

	private List<Arrival> arrivalsOf(Row row) {
		return this.arrivals.getOrDefault(row, List.of());
	}

	private void print(String when, PrintStream out) {
		out.printf("### %s, %s%n%n| | ms to the first token | ms to the end | (billed - authorize) / unbilled |%n"
				+ "|---|---:|---:|---:|%n", TITLE, when);
		for (Row row : Row.values()) {
			out.printf(Locale.ROOT, "| %s | %.2f | %.2f | %s |%n", row.label, firstMillis(row), lastMillis(row),
					ratioOf(row));
		}
		out.println();
	}

	private String ratioOf(Row row) {
		return switch (row) {
			case UNBILLED -> "1.000";
			case AUTHORIZE -> "";
			case BILLED -> String.format(Locale.ROOT, "%.3f", ratio());
		};
	}

}
