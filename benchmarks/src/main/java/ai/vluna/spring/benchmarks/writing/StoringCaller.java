package ai.vluna.spring.benchmarks.writing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;

import javax.sql.DataSource;

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
final class StoringCaller implements Closeable {

	private final Closeable files;

	private final ConfigurableApplicationContext context;

	private final Answers answers;

	private StoringCaller(Closeable files, ConfigurableApplicationContext context) {
		this.files = files;
		this.context = context;
		this.answers = context.getBean(Answers.class);
	}

	static StoringCaller inFile() {
		Scratch scratch = new Scratch();
		return new StoringCaller(scratch, WritingApplication.start("vluna.delivery.store=file",
				"vluna.delivery.file.path=" + scratch.file("vluna.mv")));
	}

	static StoringCaller inDatabase() {
		Database database = Database.open();
		return new StoringCaller(database,
				WritingApplication.start("vluna.delivery.store=jdbc",
						"vluna.delivery.jdbc.table-prefix=" + Database.TABLES.prefix(),
						"vluna.delivery.jdbc.initialize-schema=never", "spring.datasource.url=" + database.url(),
						"spring.datasource.hikari.maximum-pool-size=1"));
	}

	/**
	 * Return what such a caller stores.
	 * @return a settlement
	 */
	static PendingSettlement sample() {
		try (StoringCaller caller = inFile()) {
			caller.call();
			return caller.context.getBean(SettlementStore.class).pending(0, 1).get(0).settlement();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	DataSource dataSource() {
		return this.context.getBean(DataSource.class);
	}

	String call() {
		return this.answers.answer();
	}

	WriterStatistics written() {
		return this.context.getBean(StoredSettlement.class).written();
	}

	@Override
	public void close() throws IOException {
		this.context.close();
		this.files.close();
	}

}
