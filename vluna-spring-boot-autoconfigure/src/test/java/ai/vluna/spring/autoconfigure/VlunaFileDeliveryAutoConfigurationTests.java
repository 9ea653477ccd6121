package ai.vluna.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import ai.vluna.spring.delivery.BacklogMonitor;
import ai.vluna.spring.delivery.StoredSettlement;
import ai.vluna.spring.delivery.file.FileSettlementStore;
import ai.vluna.spring.delivery.file.UnusableStoreFileException;
import ai.vluna.spring.delivery.store.FakeSender;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.gate.idempotency.InMemoryKeyMemory;
import ai.vluna.spring.gate.idempotency.KeyMemory;
import org.awaitility.Awaitility;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link VlunaFileDeliveryAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class VlunaFileDeliveryAutoConfigurationTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, VlunaClientAutoConfiguration.class,
				VlunaContextAutoConfiguration.class, VlunaFileDeliveryAutoConfiguration.class,
				VlunaDeliveryAutoConfiguration.class, VlunaGateAutoConfiguration.class))
		.withPropertyValues("vluna.base-url=http://localhost:3002/mgt/v1/", "vluna.realm-id=realm-default",
				"vluna.service-key.id=pk-1", "vluna.service-key.secret=AAECAwQF", "vluna.subject.principal=fixed:acme",
				"vluna.subject.user=fixed:u1", "vluna.delivery.store=file");

	private final FakeSender sender = new FakeSender();

	@BeforeEach
	void nameTheFile() {
		this.runner = this.runner
			.withPropertyValues("vluna.delivery.file.path=" + this.directory.resolve("new/directory/vluna.mv"));
	}

	@Test
	void usageAndKeysAreKeptInTheFile(CapturedOutput output) {
		this.runner.withPropertyValues("vluna.inbound-idempotency.enabled=true").run((context) -> {
			assertThat(context).hasSingleBean(FileSettlementStore.class)
				.hasSingleBean(StoredSettlement.class)
				.hasSingleBean(KeyMemory.class)
				.doesNotHaveBean(InMemoryKeyMemory.class);
			assertThat(this.directory.resolve("new/directory/vluna.mv.journal")).isRegularFile();
		});
		assertThat(this.directory.resolve("new/directory/vluna.mv")).isRegularFile();
		assertThat(this.directory.resolve("new/directory/vluna.mv.journal")).doesNotExist();
		assertThat(output).doesNotContain("is lost").doesNotContain("remembered in memory");
	}

	@Test
	void whatTheDocumentationShowsIsUnderstood() {
		new ApplicationContextRunner().withInitializer(new ConfigDataApplicationContextInitializer())
			.withPropertyValues("spring.config.location=classpath:delivery/file.yml")
			.withUserConfiguration(PropertiesConfiguration.class)
			.run((context) -> {
				VlunaDeliveryProperties properties = context.getBean(VlunaDeliveryProperties.class);
				assertThat(properties.store()).isEqualTo(DeliveryStore.FILE);
				assertThat(properties.file().path()).isEqualTo(Path.of("/var/lib/my-app/vluna.mv"));
			});
	}

	@Test
	void whatOneContextLeavesTheNextOneSendsAtOnceAlsoWhereBeansAreLazy() {
		this.runner.withBean(FakeSender.class, () -> new FakeSender().resting(Duration.ofHours(1)))
			.run((context) -> context.getBean(SettlementStore.class)
				.write(List.of(Settlements.commit("1")), List.of()));
		this.runner.withBean(FakeSender.class, () -> this.sender)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(this.sender.sentIds()).containsExactly("1")));
	}

	@Test
	void aContextThatWasStoppedSendsAndCountsAgainOnceItIsStarted() {
		this.runner.withBean(FakeSender.class, () -> this.sender)
			.withPropertyValues("vluna.delivery.monitor-interval=10ms")
			.run((context) -> {
				context.stop();
				context.start();
				context.getBean(SettlementStore.class)
					.write(List.of(Settlements.commit("1")), List.of(Settlements.dead(Settlements.commit("2"))));
				Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
					assertThat(this.sender.sentIds()).containsExactly("1");
					assertThat(context.getBean(BacklogMonitor.class).backlog().dead()).isOne();
				});
			});
	}

	@Test
	void isOffUnlessChosen() {
		this.runner.withPropertyValues("vluna.delivery.store=none")
			.run((context) -> assertThat(context).doesNotHaveBean(SettlementStore.class));
		this.runner.withPropertyValues("vluna.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SettlementStore.class));
	}

	@Test
	void backsOffFromAnotherStore() {
		this.runner.withBean(SettlementStore.class, () -> mock(SettlementStore.class))
			.run((context) -> assertThat(context).hasSingleBean(SettlementStore.class)
				.hasSingleBean(InMemoryKeyMemory.class)
				.doesNotHaveBean(FileSettlementStore.class));
	}

	@Test
	void backsOffFromAnotherMemoryOfKeys() {
		this.runner.withBean(KeyMemory.class, () -> mock(KeyMemory.class))
			.run((context) -> assertThat(context).hasSingleBean(KeyMemory.class)
				.hasSingleBean(FileSettlementStore.class));
	}

	@Test
	void aMissingLibraryIsNamed() {
		this.runner.withClassLoader(new FilteredClassLoader(MVStore.class))
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
				.rootCause()
				.extracting("reason")
				.asString()
				.contains("'com.h2database:h2-mvstore'"));
	}

	@Test
	void aMissingPathIsAskedFor() {
		this.runner.withPropertyValues("vluna.delivery.file.path=").run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new MissingVlunaPropertiesFailureAnalyzer().analyze(failureOf(context));
			assertThat(analysis).isNotNull();
			assertThat(analysis.getAction()).contains("vluna.delivery.file.path=<file on a disk that outlives");
		});
	}

	@Test
	void aPathThatCannotBeIsExplained() throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		this.runner.withPropertyValues("vluna.delivery.file.path=" + file.resolve("vluna.mv")).run((context) -> {
			FailureAnalysis analysis = analysisOf(context);
			assertThat(analysis.getDescription()).contains("'vluna.delivery.file.path' is unusable")
				.contains(file.resolve("vluna.mv").toString());
			assertThat(analysis.getAction()).contains("directory that this process may write to");
		});
		this.runner.withPropertyValues("vluna.delivery.file.path=" + this.directory)
			.run((context) -> assertThat(analysisOf(context).getAction()).contains("read and write"));
	}

	@Test
	void aFileThatIsInUseIsExplained() {
		this.runner.run((first) -> this.runner.run((second) -> {
			FailureAnalysis analysis = analysisOf(second);
			assertThat(analysis.getDescription()).contains("vluna.mv' is in use by another process");
			assertThat(analysis.getAction()).contains("'vluna.delivery.file.path'").contains("a file for each");
		}));
		this.runner.run((afterwards) -> assertThat(afterwards).hasNotFailed());
	}

	@Test
	void aDamagedFileIsExplainedAndLeftAsItIs() throws IOException {
		Path file = this.directory.resolve("damaged.mv");
		Files.writeString(file, "no store".repeat(10_000));
		byte[] before = Files.readAllBytes(file);
		this.runner.withPropertyValues("vluna.delivery.file.path=" + file)
			.run((context) -> assertThat(analysisOf(context).getDescription()).contains("damaged"));
		assertThat(Files.readAllBytes(file)).isEqualTo(before);
		assertThat(this.directory).isDirectoryNotContaining((each) -> !each.equals(file));
	}

	private static FailureAnalysis analysisOf(AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		assertThat(context).getFailure().hasStackTraceContaining(UnusableStoreFileException.class.getName());
		return Objects.requireNonNull(new UnusableStoreFileFailureAnalyzer().analyze(failureOf(context)));
	}

	private static Throwable failureOf(AssertableApplicationContext context) {
		@Nullable Throwable failure = context.getStartupFailure();
		return Objects.requireNonNull(failure);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(VlunaDeliveryProperties.class)
	static class PropertiesConfiguration {

	}

}
