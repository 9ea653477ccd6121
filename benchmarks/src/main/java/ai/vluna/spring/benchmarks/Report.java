package ai.vluna.spring.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import ai.vluna.spring.benchmarks.call.CallBenchmark;
import ai.vluna.spring.benchmarks.chat.FirstToken;
import ai.vluna.spring.benchmarks.database.Database;
import ai.vluna.spring.benchmarks.database.PostgresServer;
import ai.vluna.spring.benchmarks.draining.DrainBenchmark;
import ai.vluna.spring.benchmarks.draining.StoreSize;
import ai.vluna.spring.benchmarks.loopback.CannedGate;
import ai.vluna.spring.benchmarks.loopback.CycleBenchmark;
import ai.vluna.spring.benchmarks.outage.OutageBenchmark;
import ai.vluna.spring.benchmarks.stream.StreamBenchmark;
import ai.vluna.spring.benchmarks.writing.FileWriteBenchmark;
import ai.vluna.spring.benchmarks.writing.RowWriteBenchmark;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;

/**
 * Measures everything and prints the tables of {@code docs/benchmarks.md}.
 */
public final class Report {

	private static final String TABLES = "benchmarks.tables";

	private static final List<String> DATABASE_TABLES = List.of("Writing to PostgreSQL", "Draining", StoreSize.TITLE);

	private static final int CALLERS = 64;

	private Report() {
	}

	/**
	 * Measure and print.
	 * @param args {@code full} or {@code quick}
	 * @throws RunnerException if a benchmark fails
	 */
	public static void main(String[] args) throws RunnerException {
		Pace pace = Pace.named((args.length > 0) ? args[0] : "full");
		try (CannedGate gate = new CannedGate(); PostgresServer postgres = findPostgres()) {
			if (postgres == null && wantsDatabase()) {
				System.err.println("There is neither a PostgreSQL nor Docker: databases are measured with H2 alone");
			}
			String database = (postgres != null) ? "-D" + Database.URL + "=" + postgres.url() : null;
			List<Table> tables = Stream
				.of(callTables(pace), cycleTables(pace, gate), writeTables(pace, database), drainTables(pace, database))
				.flatMap(List::stream)
				.filter((table) -> isWanted(table.title()))
				.toList();
			for (int round = 1; round <= pace.rounds(); round++) {
				System.err.printf("Round %d of %d%n", round, pace.rounds());
				for (Table table : tables) {
					table.round(round);
				}
			}
			tables.forEach((table) -> table.print(System.out));
			if (isWanted(FirstToken.TITLE)) {
				FirstToken.print(pace.chats(), gate.baseUrl(), System.out);
			}
			if (isWanted(StoreSize.TITLE)) {
				StoreSize.print(pace.settlements(), postgres, System.out);
			}
		}
	}

	private static @Nullable PostgresServer findPostgres() {
		return wantsDatabase() ? PostgresServer.find() : null;
	}

	private static boolean wantsDatabase() {
		return wantedTables().anyMatch((wanted) -> DATABASE_TABLES.stream()
			.anyMatch((title) -> title.startsWith(wanted) || wanted.startsWith(title)));
	}

	private static boolean isWanted(String title) {
		return wantedTables().anyMatch(title::startsWith);
	}

	private static Stream<String> wantedTables() {
		return Stream.of(System.getProperty(TABLES, "").split(","));
	}

	private static List<Table> callTables(Pace pace) {
		Comparison calls = calls();
		Comparison elements = elements();
		return List.of(
				new Table("A call", "time beside `@Observed`", calls,
						(candidate) -> candidate.timeBeside(calls.reference()), pace.call().options()),
				new Table("An element of a stream", "ns over the unbilled one", elements,
						(candidate) -> candidate.nanos() - elements.reference().nanos(), pace.call().options()),
				new Table("A refusal while Vluna is away", "of them in a response timeout", refusals(),
						(candidate) -> OutageBenchmark.RESPONSE_TIMEOUT.toNanos() / candidate.nanos(),
						pace.call().options()));
	}

	private static List<Table> cycleTables(Pace pace, CannedGate gate) {
		Options turn = pace.cycle().options("-D" + CycleBenchmark.GATE + "=" + gate.baseUrl());
		return List.of(Table.ofRates("A cycle, one caller", "rate beside hand-written", cycles(1), turn),
				Table.ofRates("A cycle, 16 callers", "rate beside hand-written", cycles(16), turn));
	}

	private static List<Table> writeTables(Pace pace, @Nullable String postgres) {
		List<Table> tables = new ArrayList<>();
		tables.add(Table.ofRates("Writing to a file, 64 callers", "rate beside two forces", fileWrites(),
				pace.write().options()));
		tables.add(Table.ofRates("Writing to H2, 64 callers", "rate beside bare inserts", rowWrites(),
				pace.write().options()));
		if (postgres != null) {
			tables.add(Table.ofRates("Writing to PostgreSQL, 64 callers", "rate beside bare inserts", rowWrites(),
					pace.write().options(postgres)));
		}
		return tables;
	}

	private static List<Table> drainTables(Pace pace, @Nullable String postgres) {
		List<Table> tables = new ArrayList<>();
		for (int instances : new int[] { 2, 4 }) {
			String property = "-D" + DrainBenchmark.INSTANCES + "=" + instances;
			tables.add((postgres != null)
					? Table.ofRates("Draining PostgreSQL, %d instances".formatted(instances),
							"rate beside db-scheduler", drains(), pace.drain().options(property, postgres))
					: Table.ofRates("Draining H2, %d instances".formatted(instances), "rate beside db-scheduler",
							drains(), pace.drain().options(property)));
		}
		return tables;
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

	static Comparison fileWrites() {
		Candidate twoForces = new Candidate("appendedWithTwoForces", "appended to a plain file, two forces per group");
		return new Comparison(FileWriteBenchmark.class, CALLERS, twoForces,
				List.of(new Candidate("appendedWithOneForce", "appended to a plain file, one force per group"),
						twoForces, new Candidate("stored", "**a billed call, stored in the file**")));
	}

	static Comparison rowWrites() {
		Candidate inserted = new Candidate("inserted", "inserted, one batch per group");
		return new Comparison(RowWriteBenchmark.class, CALLERS, inserted,
				List.of(inserted, new Candidate("stored", "**a billed call, stored in the table**")));
	}

	static Comparison drains() {
		Candidate bare = new Candidate("lockedAndFetched", "db-scheduler, a task that does nothing");
		return new Comparison(DrainBenchmark.class, 1, bare,
				List.of(bare, new Candidate("delivered", "**a settlement, delivered**")));
	}

}
