package ai.vluna.spring.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.delivery.jdbc.JdbcKeyMemory;
import ai.vluna.spring.delivery.jdbc.JdbcSettlementStore;
import ai.vluna.spring.delivery.jdbc.StoreDatabase;
import ai.vluna.spring.delivery.jdbc.UnusableStoreException;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.FakeGate;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.gate.RecordingListener;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.gate.idempotency.InMemoryKeyMemory;
import ai.vluna.spring.gate.idempotency.KeyMemory;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.h2.Driver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link VlunaJdbcDeliveryAutoConfiguration}.
 */
class VlunaJdbcDeliveryAutoConfigurationTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	@TempDir
	static Path directory;

	private static int databases;

	private String url;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.url = newUrl() + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class,
					DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
					FlywayAutoConfiguration.class, LiquibaseAutoConfiguration.class, VlunaClientAutoConfiguration.class,
					VlunaContextAutoConfiguration.class, VlunaDeliveryAutoConfiguration.class,
					VlunaJdbcDeliveryAutoConfiguration.class, VlunaGateAutoConfiguration.class))
			.withBean(FakeGate.class)
			.withBean(RecordingListener.class)
			.withPropertyValues("vluna.base-url=http://localhost:3002/mgt/v1", "vluna.realm-id=realm-default",
					"vluna.service-key.id=pk-1", "vluna.service-key.secret=AAECAwQF",
					"vluna.subject.principal=fixed:acme", "vluna.subject.user=fixed:u1", "vluna.delivery.store=jdbc",
					"spring.datasource.url=" + this.url, "spring.flyway.enabled=false",
					"spring.liquibase.enabled=false", "spring.liquibase.analytics-enabled=false");
	}

	private static synchronized String newUrl() {
		return "jdbc:h2:file:" + directory.resolve("database-" + ++databases);
	}

	@Test
	void keepsUsageInTheApplicationsDatabaseAndSendsItFromThere() {
		this.runner.withInitializer(new ConfigDataApplicationContextInitializer())
			.withPropertyValues("spring.config.location=classpath:delivery/jdbc.yml")
			.run((context) -> {
				assertThat(context).hasSingleBean(JdbcSettlementStore.class).hasSingleBean(JdbcKeyMemory.class);
				bill(context);
				assertThat(context.getBean(RecordingListener.class).results()).containsExactly(SettlementResult.STORED);
				awaitCommits(context, 1);
			});
	}

	@Test
	void doesNothingUnlessChosen() {
		this.runner.withPropertyValues("vluna.delivery.store=none")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SettlementStore.class)
				.doesNotHaveBean(SettlementConnections.class)
				.hasSingleBean(InMemoryKeyMemory.class));
	}

	@Test
	void backsOffForAnotherStore() {
		SettlementStore store = mock(SettlementStore.class);
		this.runner.withBean(SettlementStore.class, () -> store)
			.run((context) -> assertThat(context).doesNotHaveBean(SettlementConnections.class)
				.getBean(SettlementStore.class)
				.isSameAs(store));
	}

	@Test
	void backsOffForAnotherMemoryOfKeys() {
		KeyMemory memory = mock(KeyMemory.class);
		this.runner.withBean(KeyMemory.class, () -> memory)
			.run((context) -> assertThat(context).hasSingleBean(JdbcSettlementStore.class)
				.getBean(KeyMemory.class)
				.isSameAs(memory));
	}

	@Test
	void namesTheLibraryThatIsMissing() {
		this.runner.withClassLoader(new FilteredClassLoader(Scheduler.class))
			.run((context) -> assertThat(rootOf(context)).isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("vluna.delivery.store")
				.extracting((failure) -> ((InvalidConfigurationPropertyValueException) failure).getReason())
				.asString()
				.contains("com.github.kagkarlsson:db-scheduler"));
	}

	@Test
	void isNoDataSourceOfTheApplication() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(DataSource.class);
			HikariDataSource own = (HikariDataSource) context.getBean(SettlementConnections.class).dataSource();
			assertThat(own).isNotSameAs(context.getBean(DataSource.class));
			assertThat(own.getMaximumPoolSize()).isEqualTo(4);
			assertThat(own.getConnectionTimeout()).isEqualTo(2000);
			assertThat(own.getValidationTimeout()).isEqualTo(2000);
			context.close();
			assertThat(own.isClosed()).isTrue();
		});
	}

	@Test
	void connectsAsAPoolOfAnyTypeThatSpringBootMade() {
		this.runner
			.withPropertyValues("spring.datasource.type=org.springframework.jdbc.datasource.SimpleDriverDataSource")
			.run((context) -> {
				bill(context);
				awaitCommits(context, 1);
			});
	}

	@Test
	void asksForAPoolWhereItCannotMakeOne() {
		this.runner.withBean(DataSource.class, () -> new SimpleDriverDataSource(new Driver(), this.url))
			.run((context) -> assertThat(rootOf(context)).isInstanceOf(UnusableStoreException.class)
				.hasMessageContaining("SimpleDriverDataSource")
				.hasMessageContaining("@VlunaDataSource"));
	}

	@Test
	void asksForADataSourceWhereThereIsNone() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WebClientAutoConfiguration.class, VlunaClientAutoConfiguration.class,
							VlunaContextAutoConfiguration.class, VlunaDeliveryAutoConfiguration.class,
							VlunaJdbcDeliveryAutoConfiguration.class, VlunaGateAutoConfiguration.class))
			.withBean(FakeGate.class)
			.withPropertyValues("vluna.base-url=http://localhost:3002/mgt/v1", "vluna.realm-id=realm-default",
					"vluna.service-key.id=pk-1", "vluna.service-key.secret=AAECAwQF",
					"vluna.subject.principal=fixed:acme", "vluna.subject.user=fixed:u1", "vluna.delivery.store=jdbc")
			.run((context) -> assertThat(rootOf(context)).isInstanceOf(UnusableStoreException.class)
				.hasMessageContaining("spring.datasource.url"));
	}

	@Test
	void doesNotGuessBetweenTwoDataSources() {
		this.runner.withUserConfiguration(TwoDataSources.class)
			.run((context) -> assertThat(rootOf(context)).isInstanceOf(UnusableStoreException.class)
				.hasMessageContaining("@Primary"));
	}

	@Test
	void goesBesideThePrimaryDataSource() {
		this.runner.withUserConfiguration(PrimaryDataSource.class).run((context) -> {
			HikariDataSource own = (HikariDataSource) context.getBean(SettlementConnections.class).dataSource();
			assertThat(own.getJdbcUrl())
				.isEqualTo(context.getBean(DataSource.class, "first").unwrap(HikariDataSource.class).getJdbcUrl());
		});
	}

	@Test
	void usesTheDataSourceThatIsMarkedAndLeavesItsEndToItsOwner() {
		this.runner.withUserConfiguration(MarkedDataSource.class).run((context) -> {
			assertThat(context.getBean(SettlementConnections.class).dataSource()).isSameAs(context.getBean("marked"))
				.isNotSameAs(context.getBean("dataSource"));
			bill(context);
			awaitCommits(context, 1);
			assertThat(new JdbcTemplate(context.getBean("dataSource", DataSource.class)).queryForList("show tables",
					Object.class))
				.isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { SharedDataSource.class, WrappedDataSource.class })
	void refusesThePoolOfTheApplication(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration).run((context) -> {
			assertThat(rootOf(context)).isInstanceOf(UnusableStoreException.class);
			FailureAnalysis analysis = new UnusableStoreFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("the application's own");
			assertThat(analysis.getAction()).contains("defaultCandidate = false");
		});
	}

	@Test
	void refusesADatabaseInMemory() {
		this.runner.withPropertyValues("spring.datasource.url=jdbc:h2:mem:usage")
			.run((context) -> assertThat(rootOf(context)).isInstanceOf(UnusableStoreException.class)
				.hasMessageContaining("in memory"));
	}

	@Test
	void refusesADatabaseThatWritesLater() {
		this.runner.withPropertyValues("spring.datasource.url=" + newUrl())
			.run((context) -> assertThat(rootOf(context)).isInstanceOf(UnusableStoreException.class)
				.hasMessageContaining("WRITE_DELAY=0"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ";DB_CLOSE_ON_EXIT=TRUE" })
	void refusesADatabaseThatClosesBeforeTheApplication(String setting) {
		this.runner.withPropertyValues("spring.datasource.url=" + newUrl() + ";WRITE_DELAY=0" + setting)
			.run((context) -> assertThat(rootOf(context)).isInstanceOf(UnusableStoreException.class)
				.hasMessageContaining("DB_CLOSE_ON_EXIT=FALSE"));
	}

	@Test
	void namesTheScriptWhereTheTablesAreMissing() {
		this.runner.withPropertyValues("vluna.delivery.jdbc.initialize-schema=never").run((context) -> {
			assertThat(rootOf(context)).isInstanceOf(UnusableStoreException.class);
			FailureAnalysis analysis = new UnusableStoreFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("'vluna_settlement'");
			assertThat(analysis.getAction()).contains("schema-h2.sql", "initialize-schema=always");
		});
	}

	@Test
	void makesTheIndexesOfH2WhoeverMadeItsTables() {
		this.runner.run((context) -> {
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
			jdbc.execute("drop index vluna_settlement_id_idx");
			this.runner.withPropertyValues("vluna.delivery.jdbc.initialize-schema=never")
				.run((next) -> assertThat(next).hasNotFailed());
			assertThat(jdbc.queryForObject(
					"select count(*) from information_schema.indexes where index_name = 'VLUNA_SETTLEMENT_ID_IDX'",
					Integer.class))
				.isOne();
		});
	}

	@Test
	void takesTablesOfAnotherPrefix() {
		this.runner.withPropertyValues("vluna.delivery.jdbc.table-prefix=billing_").run((context) -> {
			assertThat(new JdbcTemplate(context.getBean(DataSource.class)).queryForList(
					"select table_name from "
							+ "information_schema.tables where table_schema = 'PUBLIC' order by table_name",
					String.class))
				.containsExactly("BILLING_CALLER_KEY", "BILLING_DEAD_SETTLEMENT", "BILLING_SETTLEMENT");
			bill(context);
			awaitCommits(context, 1);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "table-prefix=a b", "table-prefix=", "pool-size=1", "poll-interval=0s",
			"heartbeat-interval=-1s" })
	void refusesPropertiesThatMakeNoSense(String property) {
		this.runner.withPropertyValues("vluna.delivery.jdbc." + property)
			.run((context) -> assertThat(rootOf(context)).isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("vluna.delivery.jdbc." + property.split("=")[0]));
	}

	@Test
	void waitsForMigrationsThatMakeTheTables(@TempDir Path migrations) throws IOException {
		Files.writeString(migrations.resolve("V1__usage.sql"),
				new DefaultResourceLoader().getResource(StoreDatabase.H2.schema())
					.getContentAsString(StandardCharsets.UTF_8));
		this.runner.withBean(Impatient.class)
			.withPropertyValues("vluna.delivery.jdbc.initialize-schema=never", "spring.flyway.enabled=true",
					"spring.flyway.locations=filesystem:" + migrations)
			.run((context) -> {
				bill(context);
				awaitCommits(context, 1);
			});
	}

	@Test
	void makesItsTablesAfterMigrationsThatRefuseADatabaseWithTables(@TempDir Path migrations) throws IOException {
		Files.writeString(migrations.resolve("V1__application.sql"), "create table customer (id int primary key)");
		this.runner.withBean(Impatient.class)
			.withPropertyValues("vluna.delivery.jdbc.initialize-schema=embedded", "spring.flyway.enabled=true",
					"spring.flyway.locations=filesystem:" + migrations)
			.run((context) -> {
				assertThat(new JdbcTemplate(context.getBean(DataSource.class)).queryForList("select * from customer"))
					.isEmpty();
				bill(context);
				awaitCommits(context, 1);
			});
	}

	@Test
	void waitsForChangeSetsThatMakeTheTables() {
		this.runner.withBean(Impatient.class)
			.withPropertyValues("vluna.delivery.jdbc.initialize-schema=never", "spring.liquibase.enabled=true",
					"spring.liquibase.change-log=classpath:delivery/usage-changelog.yml")
			.run((context) -> {
				bill(context);
				awaitCommits(context, 1);
			});
	}

	@Test
	void makesItsTablesAfterChangeSetsThatRefuseADatabaseWithThem() {
		this.runner.withBean(Impatient.class)
			.withPropertyValues("vluna.delivery.jdbc.initialize-schema=embedded", "spring.liquibase.enabled=true",
					"spring.liquibase.change-log=classpath:delivery/application-changelog.yml")
			.run((context) -> {
				assertThat(new JdbcTemplate(context.getBean(DataSource.class)).queryForList("select * from customer"))
					.isEmpty();
				bill(context);
				awaitCommits(context, 1);
			});
	}

	@Test
	void sendsAlsoWhereBeansAreMadeLate() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				assertThat(context.getBeanFactory().containsSingleton("vlunaSettlementStore")).isTrue();
				bill(context);
				awaitCommits(context, 1);
			});
	}

	@Test
	void leavesTheApplicationsOwnSchedulerAlone() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(Scheduler.class));
		this.runner.withUserConfiguration(OwnScheduler.class).run((context) -> {
			assertThat(context).hasSingleBean(Scheduler.class);
			bill(context);
			awaitCommits(context, 1);
			assertThat(context.getBean(Scheduler.class).getSchedulerState().isStarted()).isFalse();
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 50 })
	void nobodyWaitsForAConnectionOfTheApplicationToStoreUsage(int callers) {
		this.runner.withPropertyValues("spring.datasource.hikari.maximum-pool-size=10").run((context) -> {
			TransactionTemplate transaction = new TransactionTemplate(
					context.getBean(PlatformTransactionManager.class));
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
			// Ten at a time hold all connections of the application.
			CyclicBarrier full = new CyclicBarrier(10);
			ExecutorService executor = Executors.newFixedThreadPool(callers);
			try {
				List<Future<?>> calls = IntStream.range(0, callers)
					.<Future<?>>mapToObj((i) -> executor.submit(() -> transaction.executeWithoutResult((status) -> {
						jdbc.queryForObject("select 1", Integer.class);
						await(full);
						bill(context);
						status.setRollbackOnly();
					})))
					.toList();
				for (Future<?> call : calls) {
					call.get(30, TimeUnit.SECONDS);
				}
			}
			finally {
				executor.shutdownNow();
			}
			RecordingListener listener = context.getBean(RecordingListener.class);
			assertThat(listener.admitted()).hasSize(callers)
				.allSatisfy(
						(lease) -> assertThat(listener.settledOf(lease)).extracting(RecordingListener.Settled::result)
							.containsExactly(SettlementResult.STORED));
			awaitCommits(context, callers);
		});
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException | BrokenBarrierException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void bill(AssertableApplicationContext context) {
		context.getBean(BillingTemplate.class).execute(Gating.operation(), () -> {
			UsageReporter.report(Usage.of(42));
			return 42;
		});
	}

	private static void awaitCommits(AssertableApplicationContext context, int count) {
		FakeGate gate = (FakeGate) context.getBean(VlunaClient.class);
		Awaitility.await()
			.atMost(SOON)
			.until(() -> gate.paths().stream().filter((path) -> path.endsWith("commits")).count() == count);
		Awaitility.await().atMost(SOON).until(() -> context.getBean(SettlementStore.class).backlog().pending() == 0);
	}

	private static Throwable rootOf(AssertableApplicationContext context) {
		return NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure());
	}

	private static HikariDataSource newPool() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(newUrl() + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
		pool.setUsername("sa");
		pool.setPassword("");
		return pool;
	}

	/**
	 * The first bean that is made, and by itself before any migration.
	 *
	 * @param store needs the tables
	 */
	record Impatient(SettlementStore store) {

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		HikariDataSource first() {
			return newPool();
		}

		@Bean
		HikariDataSource second() {
			return newPool();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryDataSource {

		@Bean
		@Primary
		HikariDataSource first() {
			return newPool();
		}

		@Bean
		HikariDataSource second() {
			return newPool();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MarkedDataSource {

		@Bean(defaultCandidate = false)
		@VlunaDataSource
		HikariDataSource marked() {
			return newPool();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SharedDataSource {

		@Bean
		@VlunaDataSource
		HikariDataSource shared() {
			return newPool();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrappedDataSource {

		@Bean
		HikariDataSource shared() {
			return newPool();
		}

		@Bean(defaultCandidate = false)
		@VlunaDataSource
		DataSource wrapped(HikariDataSource shared) {
			return new DelegatingDataSource(shared);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnScheduler {

		@Bean
		Scheduler scheduler(DataSource dataSource) {
			return Scheduler.create(dataSource).build();
		}

	}

}
