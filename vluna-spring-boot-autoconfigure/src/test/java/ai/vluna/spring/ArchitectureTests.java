package ai.vluna.spring;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which room may know whom, and by which room a foreign type enters the house.
 */
@AnalyzeClasses(packages = "ai.vluna.spring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "ai.vluna.spring.";

	/**
	 * Room -> the rooms it may know besides itself. Each room has one question, see its
	 * package-info.
	 */
	private static final Map<String, List<String>> ROOMS = new LinkedHashMap<>();
	static {
		ROOMS.put("usage", List.of());
		ROOMS.put("policy", List.of("usage"));
		ROOMS.put("context", List.of());
		ROOMS.put("context.servlet", List.of("context"));
		ROOMS.put("context.reactive", List.of("context"));
		ROOMS.put("context.security", List.of("context"));
		ROOMS.put("annotation", List.of("policy", "usage"));
		ROOMS.put("client.protocol", List.of());
		ROOMS.put("client.signing", List.of());
		ROOMS.put("client.protocol.billing", List.of());
		ROOMS.put("client", List.of("client.protocol", "client.protocol.billing"));
		ROOMS.put("client.http", List.of("client", "client.protocol", "client.signing"));
		ROOMS.put("denial", List.of("client", "context"));
		ROOMS.put("hint", List.of("client", "usage"));
		ROOMS.put("gate.idempotency", List.of("context", "denial"));
		ROOMS.put("gate.refusal", List.of("context", "denial"));
		ROOMS.put("gate", List.of("policy", "usage", "context", "client", "client.protocol", "denial", "hint",
				"gate.idempotency", "gate.refusal"));
		ROOMS.put("model", List.of("policy", "usage", "context", "gate"));
		ROOMS.put("hint.handler", List.of("context", "gate", "hint"));
		ROOMS.put("delivery.store", List.of());
		ROOMS.put("delivery",
				List.of("usage", "context", "client", "client.protocol", "denial", "hint", "gate", "delivery.store"));
		ROOMS.put("delivery.file", List.of("denial", "gate.idempotency", "delivery.store"));
		ROOMS.put("delivery.jdbc", List.of("delivery.store", "denial", "gate.idempotency"));
		ROOMS.put("interceptor.misuse", List.of());
		ROOMS.put("interceptor.expression", List.of("usage", "interceptor.misuse"));
		ROOMS.put("interceptor.shape", List.of("usage", "gate"));
		ROOMS.put("interceptor", List.of("annotation", "policy", "usage", "context", "denial", "gate",
				"interceptor.misuse", "interceptor.expression", "interceptor.shape"));
		ROOMS.put("interceptor.check", List.of("annotation", "policy", "usage", "interceptor", "interceptor.misuse"));
		ROOMS.put("integration.springai", List.of("annotation", "policy", "usage", "context", "model"));
		ROOMS.put("integration.springai.tool", List.of("context", "denial", "model"));
		ROOMS.put("integration.springai.client", List.of("context", "model", "integration.springai.tool"));
		ROOMS.put("probe", List.of("client", "client.protocol", "context", "interceptor"));
		ROOMS.put("observation", List.of("usage", "context", "denial", "gate", "delivery", "delivery.store"));
		ROOMS.put("event", List.of("usage", "context", "denial", "gate", "delivery", "delivery.store"));
		ROOMS.put("health", List.of("client.http", "delivery"));
		ROOMS.put("actuate.endpoint", List.of("client.http", "delivery", "delivery.store"));
		ROOMS.put("web", List.of("client", "context", "denial"));
		ROOMS.put("web.servlet", List.of("context", "denial", "gate", "gate.idempotency", "web"));
		ROOMS.put("web.reactive", List.of("context", "denial", "gate.idempotency", "web"));
	}

	/**
	 * Foreign packages -> the rooms in which they have a passport, besides the wiring.
	 */
	private static final Map<String, List<String>> PASSPORTS = new LinkedHashMap<>();
	static {
		PASSPORTS.put("org.springframework.web.reactive.function.client..", List.of("client.http"));
		PASSPORTS.put("reactor.netty..", List.of("client.http"));
		PASSPORTS.put("io.netty..", List.of("client.http"));
		PASSPORTS.put("io.github.resilience4j..", List.of("client.http"));
		PASSPORTS.put("tools.jackson..", List.of("client.http", "client.protocol", "delivery", "delivery.store"));
		PASSPORTS.put("com.fasterxml.jackson..",
				List.of("client.protocol", "client.protocol.billing", "delivery.store", "actuate.endpoint"));
		PASSPORTS.put("jakarta.servlet..", List.of("context.servlet", "web.servlet"));
		PASSPORTS.put("org.springframework.web.context.request..", List.of("context.servlet", "web.servlet"));
		PASSPORTS.put("org.springframework.web.server..", List.of("context.reactive", "web.reactive"));
		PASSPORTS.put("org.springframework.security..", List.of("context.security"));
		PASSPORTS.put("org.aopalliance..", List.of("interceptor", "interceptor.shape"));
		PASSPORTS.put("org.springframework.aop..",
				List.of("interceptor", "interceptor.shape", "interceptor.check", "integration.springai"));
		PASSPORTS.put("org.springframework.asm..", List.of("interceptor.check"));
		PASSPORTS.put("org.springframework.resilience..", List.of("interceptor"));
		PASSPORTS.put("org.springframework.expression..", List.of("interceptor.expression"));
		PASSPORTS.put("java.lang.reflect..", List.of("interceptor", "interceptor.misuse", "interceptor.shape",
				"interceptor.check", "context.security", "gate.idempotency", "web", "integration.springai"));
		PASSPORTS.put("io.micrometer.core..", List.of("observation"));
		PASSPORTS.put("io.micrometer.observation..", List.of("observation", "integration.springai.tool"));
		PASSPORTS.put("io.micrometer.tracing..", List.of("client.http"));
		PASSPORTS.put("io.micrometer.context..", List.of("context", "usage", "model", "web.reactive"));
		PASSPORTS.put("org.springframework.boot.health..", List.of("health"));
		PASSPORTS.put("org.springframework.boot.actuate..", List.of("actuate.endpoint"));
		PASSPORTS.put("org.springframework.boot..", List.of("health", "actuate.endpoint"));
		PASSPORTS.put("org.h2..", List.of("delivery.file", "delivery.jdbc"));
		PASSPORTS.put("javax.sql..", List.of("delivery.jdbc"));
		PASSPORTS.put("org.springframework.jdbc..", List.of("delivery.jdbc"));
		PASSPORTS.put("com.github.kagkarlsson..", List.of("delivery.jdbc"));
		PASSPORTS.put("org.springframework.ai..",
				List.of("integration.springai", "integration.springai.tool", "integration.springai.client"));
		PASSPORTS.put("com.openai..", List.of("integration.springai"));
		PASSPORTS.put("com.anthropic..", List.of("integration.springai"));
		PASSPORTS.put("com.zaxxer.hikari..", List.of());
	}

	/**
	 * What the JDK has for threads that wait for each other, and all that is made of it.
	 */
	private static final List<Class<?>> LOCKS = List.of(BlockingQueue.class, Lock.class, ReadWriteLock.class,
			StampedLock.class, AbstractOwnableSynchronizer.class, Semaphore.class, CountDownLatch.class,
			CyclicBarrier.class, Phaser.class, Exchanger.class);

	@ArchTest
	static final ArchRule noCycles = slices().matching("ai.vluna.spring.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule timeAndChanceAreConstructorParameters = noClasses().should()
		.callMethod(Instant.class, "now")
		.orShould()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(UUID.class, "randomUUID")
		.orShould()
		.callMethod(Clock.class, "millis");

	@ArchTest
	static final ArchRule oneMethodWaits = noClasses().that()
		.doNotHaveFullyQualifiedName(ROOT + "client.BlockingAwait")
		.should()
		.callMethodWhere(DescribedPredicate.describe("a reactive type is blocked on",
				(call) -> call.getName().startsWith("block") && (call.getTargetOwner().isAssignableTo(Mono.class)
						|| call.getTargetOwner().isAssignableTo(Flux.class))));

	/**
	 * BlockHound notices a lock only when somebody happens to wait for it. The database's
	 * room has threads of its own, where connections are waited for, too.
	 */
	@ArchTest
	static final ArchRule nobodyWaitsForALock = noClasses().that()
		.resideOutsideOfPackage(ROOT + "delivery.jdbc")
		.should()
		.dependOnClassesThat(DescribedPredicate.describe("make threads wait for each other",
				(type) -> LOCKS.stream().anyMatch(type::isAssignableTo)));

	/**
	 * Blocks nobody sees here; BlockHound sees neither. The memory of keys holds its own
	 * for a look into a map.
	 */
	@ArchTest
	static final ArchRule nobodyWaitsForAMonitor = noMethods().that()
		.areDeclaredInClassesThat()
		.resideOutsideOfPackage(ROOT + "delivery.jdbc")
		.and()
		.areNotDeclaredIn(ROOT + "gate.idempotency.InMemoryKeyMemory")
		.should()
		.haveModifier(JavaModifier.SYNCHRONIZED);

	/**
	 * So none is made for a call.
	 */
	@ArchTest
	static final ArchRule threadsAreThoseOfStoresAndEvents = noClasses().that()
		.resideOutsideOfPackages(ROOT + "delivery..", ROOT + "event", ROOT + "autoconfigure")
		.should()
		.callCodeUnitWhere(DescribedPredicate.describe("a thread is made", ArchitectureTests::makesAThread));

	@ArchTest
	static final ArchRule onlyDeliveryLetsGo = noClasses().that()
		.resideOutsideOfPackages(ROOT + "delivery..", ROOT + "gate")
		.should()
		.callMethodWhere(DescribedPredicate.describe("a reactive type is subscribed and forgotten",
				(call) -> call.getName().equals("subscribe")
						&& call.getTarget().getRawReturnType().isEquivalentTo(Disposable.class)));

	@ArchTest
	static final ArchRule autoConfigurationsOfferNothing = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL);

	@ArchTest
	static final ArchRule beanMethodsAreNotApi = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.bePackagePrivate()
		.andShould()
		.notBeAnnotatedWith(ConditionalOnClass.class);

	@TestFactory
	Stream<DynamicTest> everyRoomKnowsOnlyItsNeighbours() {
		return ROOMS.entrySet()
			.stream()
			.map((room) -> DynamicTest.dynamicTest(room.getKey(), () -> onlyKnows(room.getKey(), room.getValue())));
	}

	@TestFactory
	Stream<DynamicTest> everyForeignTypeEntersByItsRoom() {
		return PASSPORTS.entrySet()
			.stream()
			.map((passport) -> DynamicTest.dynamicTest(passport.getKey(),
					() -> entersBy(passport.getKey(), passport.getValue())));
	}

	@TestFactory
	Stream<DynamicTest> everyPackageIsARoom() {
		return Classes.ALL.stream()
			.map(JavaClass::getPackageName)
			.distinct()
			.filter((name) -> !isWiring(name))
			.map((name) -> DynamicTest.dynamicTest(name,
					() -> assertThat(ROOMS).containsKey(name.substring(ROOT.length()))));
	}

	private static boolean makesAThread(JavaCall<?> call) {
		String name = call.getName();
		return (call.getTargetOwner().isAssignableTo(Thread.class) && name.matches("<init>|startVirtualThread|of.*"))
				|| call.getTargetOwner().isEquivalentTo(Executors.class)
				|| (call.getTargetOwner().isEquivalentTo(Schedulers.class) && name.startsWith("new"))
				|| (call.getTargetOwner().isAssignableTo(CompletableFuture.class)
						&& name.matches("supplyAsync|runAsync"));
	}

	private static boolean isWiring(String packageName) {
		return packageName.startsWith(ROOT + "autoconfigure");
	}

	private static void onlyKnows(String room, List<String> neighbours) {
		List<String> allowed = new ArrayList<>(neighbours.stream().map(ROOT::concat).toList());
		allowed.add(ROOT + room);
		noClasses().that()
			.resideInAPackage(ROOT + room)
			.should()
			.dependOnClassesThat(DescribedPredicate.describe("live in another room than " + allowed,
					(JavaClass type) -> type.getPackageName().startsWith(ROOT)
							&& !allowed.contains(type.getPackageName())))
			.allowEmptyShould(true)
			.check(Classes.ALL);
	}

	private static void entersBy(String foreign, List<String> rooms) {
		List<String> allowed = rooms.stream().map(ROOT::concat).toList();
		noClasses()
			.that(DescribedPredicate.describe("live outside of " + rooms,
					(type) -> !allowed.contains(type.getPackageName()) && !isWiring(type.getPackageName())))
			.should()
			.dependOnClassesThat()
			.resideInAPackage(foreign)
			.check(Classes.ALL);
	}

	/**
	 * The classes of the house, imported once.
	 */
	private static final class Classes {

		private static final JavaClasses ALL = new ClassFileImporter()
			.withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("ai.vluna.spring");

	}

}
