package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.actuate.endpoint.ShownSettlement;
import ai.vluna.spring.actuate.endpoint.VlunaEndpoint;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.DeliveryTarget;
import ai.vluna.spring.delivery.store.PendingSettlement;
import com.anthropic.models.messages.MessageDeltaUsage;
import com.openai.models.completions.CompletionUsage;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.google.genai.metadata.GoogleGenAiUsage;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.http.HttpEntity;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a native image is told: {@link VlunaRuntimeHints}, and what Actuator
 * finds out about the endpoint by itself.
 */
class VlunaRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@ParameterizedTest
	@ValueSource(classes = { AuthorizeResult.class, CommitResult.class, PendingSettlement.class, DeadSettlement.class })
	void whatIsSentAndStoredIsWrittenAndRead(Class<?> message) {
		new VlunaRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(message)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(strings = { "h2", "postgresql" })
	void theTablesAreMade(String database) {
		new VlunaRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.resource()
			.forResource("ai/vluna/spring/delivery/jdbc/schema-%s.sql".formatted(database))).accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { ContextSnapshotFactory.class, CompletionUsage.class, MessageDeltaUsage.class,
			GoogleGenAiUsage.class, OpenAiChatOptions.class, HttpEntity.class, OAuth2AuthenticatedPrincipal.class,
			HikariDataSource.class })
	void optionalLibrariesAreFound(Class<?> type) {
		new VlunaRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(this.hints);
	}

	@Test
	void absentLibrariesAreNotLookedFor() {
		new VlunaRuntimeHints().registerHints(this.hints, new FilteredClassLoader(OpenAiChatOptions.class));
		assertThat(RuntimeHintsPredicates.reflection().onType(OpenAiChatOptions.class)).rejects(this.hints);
	}

	@ParameterizedTest
	@ValueSource(strings = { "state", "list", "export", "charge", "drop" })
	void theOperationsOfTheEndpointAreCalled(String operation) {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, VlunaEndpoint.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(VlunaEndpoint.class, operation))
			.accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { VlunaEndpoint.State.class, VlunaEndpoint.Settlements.class, ShownSettlement.class,
			DeliveryTarget.class })
	void theAnswersOfTheEndpointAreWritten(Class<?> answer) {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, VlunaEndpoint.class);
		assertThat(RuntimeHintsPredicates.reflection().onType(answer)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(answer, answer.getRecordComponents()[0].getName())).accepts(this.hints);
	}

}
