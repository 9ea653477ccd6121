package ai.vluna.spring.benchmarks.writing;

import ai.vluna.spring.benchmarks.database.Database;
import ai.vluna.spring.benchmarks.database.Scratch;
import ai.vluna.spring.delivery.StoredSettlement;
import ai.vluna.spring.delivery.WriterStatistics;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementStore;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Calls billed work whose usage is stored before it returns.
 */
final class StoringCaller implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final Answers answers;

	private StoringCaller(ConfigurableApplicationContext context) {
		this.context = context;
		this.answers = context.getBean(Answers.class);
	}

	static StoringCaller inFile(Scratch scratch) {
		return new StoringCaller(WritingApplication.start("vluna.delivery.store=file",
				"vluna.delivery.file.path=" + scratch.file("vluna.mv")));
	}

	static StoringCaller in(Database database) {
		return new StoringCaller(WritingApplication.start("vluna.delivery.store=jdbc",
				"vluna.delivery.jdbc.table-prefix=" + Database.TABLES.prefix(),
				"vluna.delivery.jdbc.initialize-schema=never", "spring.datasource.url=" + database.url(),
				"spring.datasource.hikari.maximum-pool-size=1"));
	}

	/**
	 * Return what such a caller stores.
	 * @return a settlement
	 */
	static PendingSettlement sample() {
		try (Scratch scratch = new Scratch(); StoringCaller caller = inFile(scratch)) {
			caller.call();
			return caller.context.getBean(SettlementStore.class).pending(0, 1).get(0).settlement();
		}
	}

	String call() {
		return this.answers.answer();
	}

	WriterStatistics written() {
		return this.context.getBean(StoredSettlement.class).written();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
