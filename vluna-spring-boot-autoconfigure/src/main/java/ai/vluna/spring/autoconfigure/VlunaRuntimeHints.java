package ai.vluna.spring.autoconfigure;

import java.util.List;

import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.client.protocol.BatchCommitRequest;
import ai.vluna.spring.client.protocol.BatchCommitResult;
import ai.vluna.spring.client.protocol.CancelRequest;
import ai.vluna.spring.client.protocol.CancelResult;
import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.client.protocol.Envelope;
import ai.vluna.spring.client.protocol.ErrorEnvelope;
import ai.vluna.spring.client.protocol.FeatureLimit;
import ai.vluna.spring.client.protocol.IngestRequest;
import ai.vluna.spring.client.protocol.MeterLimit;
import ai.vluna.spring.client.protocol.Page;
import ai.vluna.spring.client.protocol.billing.AdjustedBalance;
import ai.vluna.spring.client.protocol.billing.BillingEvent;
import ai.vluna.spring.client.protocol.billing.Budget;
import ai.vluna.spring.client.protocol.billing.BudgetRequest;
import ai.vluna.spring.client.protocol.billing.ClosedBudget;
import ai.vluna.spring.client.protocol.billing.EventBatchResult;
import ai.vluna.spring.client.protocol.billing.PlatformToken;
import ai.vluna.spring.client.protocol.billing.RecordedEvent;
import ai.vluna.spring.client.protocol.billing.Report;
import ai.vluna.spring.client.protocol.billing.ReportQuery;
import ai.vluna.spring.client.protocol.billing.WalletAdjustment;
import ai.vluna.spring.client.protocol.billing.WalletBalance;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Lets the messages of the wire and stored settlements be read and written in a native
 * image, the tables of the store be made, and optional libraries be found by the name of
 * a class.
 */
class VlunaRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<Class<?>> MESSAGES = List.of(AuthorizeRequest.class, AuthorizeResult.class,
			CommitRequest.class, CommitResult.class, BatchCommitRequest.class, BatchCommitResult.class,
			CancelRequest.class, CancelResult.class, IngestRequest.class, FeatureLimit.class, MeterLimit.class,
			WalletBalance.class, WalletAdjustment.class, AdjustedBalance.class, Budget.class, BudgetRequest.class,
			ClosedBudget.class, BillingEvent.class, RecordedEvent.class, EventBatchResult.class, PlatformToken.class,
			ReportQuery.class, Report.class, Page.class, Envelope.class, ErrorEnvelope.class, PendingSettlement.class,
			DeadSettlement.class);

	/**
	 * What {@code ClassUtils.isPresent} is asked for. An image knows only the names of
	 * classes that it was told, and would take each of these libraries for absent.
	 */
	private static final List<String> OPTIONAL = List.of("io.micrometer.context.ContextSnapshotFactory",
			"com.openai.models.completions.CompletionUsage", "com.anthropic.models.messages.MessageDeltaUsage",
			"org.springframework.ai.google.genai.metadata.GoogleGenAiUsage",
			"org.springframework.ai.openai.OpenAiChatOptions", "org.springframework.http.HttpEntity",
			"org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal",
			"com.zaxxer.hikari.HikariDataSource");

	private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		MESSAGES.forEach((message) -> this.bindings.registerReflectionHints(hints.reflection(), message));
		OPTIONAL.forEach((type) -> hints.reflection().registerTypeIfPresent(classLoader, type));
		hints.resources().registerPattern("ai/vluna/spring/delivery/jdbc/schema-*.sql");
	}

}
