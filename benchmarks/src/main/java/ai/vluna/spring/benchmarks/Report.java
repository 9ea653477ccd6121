package ai.vluna.spring.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import ai.vluna.spring.benchmarks.call.CallBenchmark;
import ai.vluna.spring.benchmarks.loopback.CannedGate;
import ai.vluna.spring.benchmarks.loopback.CycleBenchmark;
import ai.vluna.spring.benchmarks.outage.OutageBenchmark;
import ai.vluna.spring.benchmarks.stream.StreamBenchmark;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;

/**
 * Measures everything and prints the tables of {@code docs/benchmarks.md}.
 */
public final class Report {

	private Report() {
	}

	/**
	 * Measure and print.
	 * @param args {@code full} or {@code quick}
	 * @throws RunnerException if a benchmark fails
	 */
	public static void main(String[] args) throws RunnerException {
		Pace pace = Pace.named((args.length > 0) ? args[0] : "full");
		Comparison calls = calls();
		Comparison elements = elements();
		Comparison refusals = refusals();
		Comparison alone = cycles(1);
		Comparison together = cycles(16);
		try (CannedGate gate = new CannedGate()) {
			Options atGate = pace.cycle().options("-D" + CycleBenchmark.GATE + "=" + gate.baseUrl());
			for (int round = 1; round <= pace.rounds(); round++) {
				System.err.printf("Round %d of %d%n", round, pace.rounds());
				calls.round(round, pace.call().options());
				elements.round(round, pace.call().options());
				refusals.round(round, pace.call().options());
				alone.round(round, atGate);
				together.round(round, atGate);
			}
		}
		print("A call", "time beside `@Observed`", calls, (candidate) -> candidate.timeBeside(calls.reference()));
		print("An element of a stream", "ns over the unbilled one", elements,
				(candidate) -> candidate.nanos() - elements.reference().nanos());
		print("A refusal while Vluna is away", "of them in a response timeout", refusals,
				(candidate) -> OutageBenchmark.RESPONSE_TIMEOUT.toNanos() / candidate.nanos());
		print("A cycle, one caller", "rate beside hand-written", alone,
				(candidate) -> 1 / candidate.timeBeside(alone.reference()));
		print("A cycle, 16 callers", "rate beside hand-written", together,
				(candidate) -> 1 / candidate.timeBeside(together.reference()));
	}

	static Comparison calls() {
		Candidate observed = new Candidate("observed", "under `@Observed`");
		return new Comparison(CallBenchmark.class, 1, observed,
				List.of(new Candidate("plain", "the plain method"),
						new Candidate("proxied", "through a proxy that does nothing"), observed,
						new Candidate("observedByBoot", "under `@Observed`, as Spring Boot configures it"),
						new Candidate("billed", "**under `@BilledOperation`**")));
	}

	static Comparison elements() {
		Candidate plain = new Candidate("plain", "of the plain `Flux`");
		return new Comparison(StreamBenchmark.class, 1, plain,
				List.of(plain, new Candidate("billed", "**of the billed `Flux`**")));
	}

	static Comparison refusals() {
		Candidate refused = new Candidate("refused", "**of a call under `@BilledOperation`**");
		return new Comparison(OutageBenchmark.class, 1, refused, List.of(refused));
	}

	static Comparison cycles(int callers) {
		Candidate handWritten = new Candidate("handWritten", "hand-written `WebClient`, signed");
		return new Comparison(CycleBenchmark.class, callers, handWritten,
				List.of(new Candidate("bareNetty", "bare Reactor Netty, bytes made beforehand"),
						new Candidate("unsigned", "hand-written `WebClient`, unsigned"), handWritten,
						new Candidate("vlunaClient", "**`VlunaClient`**")));
	}

	private static void print(String title, String ratioTitle, Comparison comparison,
			ToDoubleFunction<Candidate> ratio) {
		System.out.printf("### %s%n%n| | ns | CPU ns | bytes | %s |%n|---|---:|---:|---:|---:|%n", title, ratioTitle);
		for (Candidate candidate : comparison.candidates()) {
			System.out.printf(Locale.ROOT, "| %s | %,.0f | %,.0f | %,.0f | %.2f |%n", candidate.label(),
					candidate.nanos(), candidate.processorNanos(), candidate.bytes(), ratio.applyAsDouble(candidate));
		}
		System.out.println();
	}

}
