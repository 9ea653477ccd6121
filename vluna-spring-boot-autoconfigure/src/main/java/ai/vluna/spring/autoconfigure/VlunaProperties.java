package ai.vluna.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.interceptor.misuse.MisuseMode;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInnerCall;
import ai.vluna.spring.policy.OnInterruption;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OnRateLimit;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.probe.ProbeMode;
import ai.vluna.spring.usage.TokenKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Properties of billing through Vluna. Bound by Spring Boot, not meant to be constructed.
 *
 * @param baseUrl Address of Vluna's service API, ending in '/mgt/v1'.
 * @param realmId Realm in which this application bills.
 * @param serviceKey Key with which requests are signed.
 * @param subject Who pays.
 * @param connection Connections to Vluna.
 * @param ssl TLS to Vluna.
 * @param retry Repetition of requests that were not answered.
 * @param circuitBreaker Protection of callers from a Vluna that does not answer.
 * @param defaults What holds for operations that say nothing else.
 * @param features What holds for operations of some features, whatever the code and the
 * defaults say; of several patterns that match, the most specific goes first.
 * @param rateLimit Rate limited operations.
 * @param refusals Memory of what Vluna denied.
 * @param unreachable Operations while Vluna does not answer.
 * @param inboundIdempotency Idempotency keys that callers supply.
 * @param sse Server-sent events.
 * @param forwardCancellation Whether cancelling the future of a billed method cancels the
 * future that the method made, whose usage is lost then.
 * @param misuse What happens at start-up when a billed method is used in a way that
 * cannot be billed. By default, mistakes fail and suspicions are logged.
 * @param startupProbe Question to Vluna at start-up whether it would charge.
 * @since 0.1.0
 */
@ConfigurationProperties("vluna")
public record VlunaProperties(@Nullable String baseUrl, @Nullable String realmId, @DefaultValue ServiceKey serviceKey,
		@DefaultValue Subject subject, @DefaultValue Connection connection, @DefaultValue Ssl ssl,
		@DefaultValue Retry retry, @DefaultValue CircuitBreaker circuitBreaker, @DefaultValue Defaults defaults,
		@DefaultValue List<Feature> features, @DefaultValue RateLimit rateLimit, @DefaultValue Refusals refusals,
		@DefaultValue Unreachable unreachable, @DefaultValue InboundIdempotency inboundIdempotency,
		@DefaultValue Sse sse, @DefaultValue("false") boolean forwardCancellation, @Nullable MisuseMode misuse,
		@DefaultValue StartupProbe startupProbe) {

	/**
	 * Server-sent events.
	 *
	 * @param heartbeat Time after which a comment is sent again and again on every stream
	 * of events of a servlet application, so that it sees which clients went away. Off
	 * unless set.
	 */
	public record Sse(@Nullable Duration heartbeat) {

	}

	/**
	 * Key with which requests are signed.
	 *
	 * @param id Id of the service key.
	 * @param secret Secret of the service key, base64 encoded.
	 */
	public record ServiceKey(@Nullable String id, @Nullable String secret) {

		@Override
		public String toString() {
			return "ServiceKey[id=" + this.id + ", secret=******]";
		}

	}

	/**
	 * Who pays.
	 *
	 * @param principal Where the customer comes from: 'fixed:ID', 'claim:NAME',
	 * 'authenticated' or 'resolver'. Mandatory unless a BillingSubjectResolver bean
	 * exists.
	 * @param user Where the customer's user comes from, who has a balance and quotas of
	 * their own: 'fixed:ID' for one wallet per customer, 'claim:NAME' or 'authenticated'
	 * for one per user, or 'resolver'. Mandatory unless a BillingSubjectResolver bean
	 * exists.
	 * @param headers Who pays according to a proxy in front of the application. Off
	 * unless a header is named.
	 * @param jobs Who pays for work outside web requests, when nothing else tells.
	 * @param propagateRequest Whether Micrometer's context propagation carries the
	 * attributes of a servlet request to other threads, so that the BillingRequestContext
	 * is known there.
	 */
	public record Subject(@Nullable String principal, @Nullable String user, @DefaultValue Headers headers,
			@DefaultValue Jobs jobs, @DefaultValue("true") boolean propagateRequest) {

	}

	/**
	 * Who pays according to a proxy in front of the application.
	 *
	 * @param principal Name of the request header in which trusted hops send the
	 * customer.
	 * @param user Name of the request header in which trusted hops send the customer's
	 * user.
	 * @param trustedHops Addresses and ranges, such as '10.1.0.0/16', of the proxies that
	 * connect to the application. Every one of them must remove such headers from its
	 * clients' requests.
	 */
	public record Headers(@Nullable String principal, @Nullable String user, @DefaultValue List<String> trustedHops) {

	}

	/**
	 * Who pays for work outside web requests.
	 *
	 * @param principal Principal id that pays for work outside web requests.
	 * @param user User id that pays for work outside web requests.
	 */
	public record Jobs(@Nullable String principal, @Nullable String user) {

	}

	/**
	 * Connections to Vluna.
	 *
	 * @param connectTimeout Longest wait for a new connection.
	 * @param responseTimeout Longest wait for the answer to one attempt.
	 * @param callTimeout Longest time for a request with all its attempts.
	 * @param maxConnections Number of connections, and so of requests under way at once.
	 * @param pendingAcquireTimeout Longest wait for a free connection.
	 * @param maxIdleTime Time after which an unused connection is closed; less than the
	 * 72 seconds after which Vluna closes it.
	 * @param proxy HTTP proxy to Vluna.
	 */
	public record Connection(@DefaultValue("2s") Duration connectTimeout, @DefaultValue("5s") Duration responseTimeout,
			@DefaultValue("15s") Duration callTimeout, @DefaultValue("100") int maxConnections,
			@DefaultValue("2s") Duration pendingAcquireTimeout, @DefaultValue("60s") Duration maxIdleTime,
			@DefaultValue Proxy proxy) {

	}

	/**
	 * HTTP proxy to Vluna.
	 *
	 * @param host Host of the proxy; without one connections are direct.
	 * @param port Port of the proxy.
	 */
	public record Proxy(@Nullable String host, @DefaultValue("3128") int port) {

	}

	/**
	 * TLS to Vluna.
	 *
	 * @param bundle Name of the SSL bundle to use.
	 */
	public record Ssl(@Nullable String bundle) {

	}

	/**
	 * Repetition of requests that were not answered.
	 *
	 * @param maxAttempts Number of attempts, including the first.
	 * @param minBackoff Wait before the second attempt, doubled for each further one.
	 * @param maxBackoff Longest wait between two attempts.
	 */
	public record Retry(@DefaultValue("3") int maxAttempts, @DefaultValue("100ms") Duration minBackoff,
			@DefaultValue("1s") Duration maxBackoff) {

	}

	/**
	 * Protection of callers from a Vluna that does not answer.
	 *
	 * @param enabled Whether requests fail at once while too many were not answered.
	 * @param failureRate Percentage of unanswered requests, each with all its attempts,
	 * from which on requests fail at once.
	 * @param window Number of latest requests of which the percentage is taken.
	 * @param minimumCalls Number of requests below which no percentage is taken.
	 * @param openDuration Time for which requests fail at once before some are sent
	 * again.
	 * @param halfOpenCalls Number of requests that are sent then; their answers decide.
	 * One of them is kept for new work while unconfirmed usage is sent again.
	 */
	public record CircuitBreaker(@DefaultValue("true") boolean enabled, @DefaultValue("50") int failureRate,
			@DefaultValue("10") int window, @DefaultValue("5") int minimumCalls,
			@DefaultValue("10s") Duration openDuration, @DefaultValue("3") int halfOpenCalls) {

	}

	/**
	 * What holds for operations that say nothing else.
	 *
	 * @param featureFamily Feature family of operations that name none.
	 * @param mode How seriously the gate's decision is taken.
	 * @param onUnreachable What happens to new work while Vluna does not answer.
	 * @param onFailure What happens to a lease when the work fails.
	 * @param onInterruption What happens to a lease when a stream is interrupted.
	 * @param onMissingUsage What happens when successful work tells no usage.
	 * @param onRateLimit What happens when there were too many requests.
	 * @param onInnerCall What happens to model calls inside an operation.
	 */
	public record Defaults(@Nullable String featureFamily, @DefaultValue("enforce") BillingMode mode,
			@DefaultValue("deny") OnUnreachable onUnreachable, @DefaultValue("cancel") OnFailure onFailure,
			@DefaultValue("cancel-unless-final") OnInterruption onInterruption,
			@DefaultValue("cancel") OnMissingUsage onMissingUsage, @DefaultValue("deny") OnRateLimit onRateLimit,
			@DefaultValue("absorb") OnInnerCall onInnerCall) {

		OperationPolicy toPolicy() {
			Map<String, Enum<?>> answers = Map.of("mode", this.mode, "on-unreachable", this.onUnreachable, "on-failure",
					this.onFailure, "on-interruption", this.onInterruption, "on-missing-usage", this.onMissingUsage,
					"on-rate-limit", this.onRateLimit, "on-inner-call", this.onInnerCall);
			answers.forEach((name, answer) -> {
				if (answer.name().equals("INHERIT")) {
					throw new InvalidConfigurationPropertyValueException("vluna.defaults." + name, answer,
							"There is no wider level to inherit from: choose an answer.");
				}
			});
			return new OperationPolicy(this.mode, this.onUnreachable, this.onFailure, this.onInterruption,
					this.onMissingUsage, this.onRateLimit, this.onInnerCall);
		}

	}

	/**
	 * What holds for operations of some features. What is left out is said by a less
	 * specific pattern, by the code or by the defaults.
	 *
	 * @param pattern Code of a feature, or a text in which each '*' stands for any
	 * characters.
	 * @param featureFamily Feature family of the features.
	 * @param mode How seriously the gate's decision is taken.
	 * @param onUnreachable What happens to new work while Vluna does not answer.
	 * @param onFailure What happens to a lease when the work fails.
	 * @param onInterruption What happens to a lease when a stream is interrupted.
	 * @param onMissingUsage What happens when successful work tells no usage.
	 * @param onRateLimit What happens when there were too many requests.
	 * @param onInnerCall What happens to model calls inside an operation.
	 * @param maxRateLimitWait Longest time for which an operation whose policy is to wait
	 * is held back.
	 * @param meters Codes of the meters that charge for tokens, by kind. A kind without a
	 * meter is charged with the one it is a part of. Without any, the feature's primary
	 * meter charges for all.
	 */
	public record Feature(@Nullable String pattern, @Nullable String featureFamily, @Nullable BillingMode mode,
			@Nullable OnUnreachable onUnreachable, @Nullable OnFailure onFailure,
			@Nullable OnInterruption onInterruption, @Nullable OnMissingUsage onMissingUsage,
			@Nullable OnRateLimit onRateLimit, @Nullable OnInnerCall onInnerCall, @Nullable Duration maxRateLimitWait,
			@DefaultValue Map<TokenKind, String> meters) {

		OperationPolicy toPolicy(String name) {
			OperationPolicy inherit = OperationPolicy.INHERIT;
			return new OperationPolicy(answer(name + ".mode", this.mode, inherit.mode()),
					answer(name + ".on-unreachable", this.onUnreachable, inherit.onUnreachable()),
					answer(name + ".on-failure", this.onFailure, inherit.onFailure()),
					answer(name + ".on-interruption", this.onInterruption, inherit.onInterruption()),
					answer(name + ".on-missing-usage", this.onMissingUsage, inherit.onMissingUsage()),
					answer(name + ".on-rate-limit", this.onRateLimit, inherit.onRateLimit()),
					answer(name + ".on-inner-call", this.onInnerCall, inherit.onInnerCall()));
		}

		private static <E extends Enum<E>> E answer(String name, @Nullable E answer, E inherit) {
			if (answer == inherit) {
				throw new InvalidConfigurationPropertyValueException(name, answer,
						"Leave it out to have a less specific pattern, the code or 'vluna.defaults' say it.");
			}
			return (answer != null) ? answer : inherit;
		}

	}

	/**
	 * Rate limited operations.
	 *
	 * @param maxWait Longest time for which an operation whose policy is to wait is held
	 * back.
	 */
	public record RateLimit(@DefaultValue("10s") Duration maxWait) {

	}

	/**
	 * Memory of what Vluna denied.
	 *
	 * @param rememberFor Time for which a denial answers the same subject's further
	 * requests for the feature without asking Vluna; zero to ask always.
	 * @param rememberRateLimitsFor Longest such time after too many requests, where Vluna
	 * asks to wait for longer.
	 * @param maxRemembered Largest number of denials that are remembered at once.
	 */
	public record Refusals(@DefaultValue("1s") Duration rememberFor,
			@DefaultValue("10s") Duration rememberRateLimitsFor, @DefaultValue("1000") int maxRemembered) {

	}

	/**
	 * Operations while Vluna does not answer.
	 *
	 * @param acceptLoss Whether it is accepted that the usage of operations that were let
	 * pass is lost when the application stops before Vluna is back. Must be set to let
	 * operations pass without a delivery store.
	 * @param maxWaived Largest number of operations that are let pass while their usage
	 * is not booked yet.
	 * @param maxWaivedPerSubject Largest number of such operations of one subject.
	 * @param maxDuration How long operations are let pass, counted from the first one
	 * since Vluna answered the last request for admission.
	 * @param maxDurationPerSubject How long operations of one subject are let pass,
	 * counted from its own first one.
	 */
	public record Unreachable(@DefaultValue("false") boolean acceptLoss, @DefaultValue("100") int maxWaived,
			@DefaultValue("10") int maxWaivedPerSubject, @DefaultValue("30m") Duration maxDuration,
			@DefaultValue("10m") Duration maxDurationPerSubject) {

	}

	/**
	 * Idempotency keys that callers supply.
	 *
	 * @param enabled Whether billed operations within a web request take the request's
	 * 'Idempotency-Key' header, so that the same request is done and charged once.
	 * @param retention Time for which a key is remembered after its operation. Later it
	 * is a new operation.
	 * @param maxKeys Largest number of keys of done operations that are remembered in
	 * memory.
	 */
	public record InboundIdempotency(@DefaultValue("false") boolean enabled, @DefaultValue("24h") Duration retention,
			@DefaultValue("100000") int maxKeys) {

	}

	/**
	 * Question to Vluna at start-up whether it would charge.
	 *
	 * @param mode What happens when Vluna does not accept the key, does not know the
	 * realm or has no price for a feature that the application bills.
	 * @param timeout Longest time for which the start waits for the answer.
	 * @param principal Principal id that asks. By default, the one that pays for jobs, or
	 * that of 'vluna.subject.principal=fixed:ID', or else 'vluna-startup-probe', which
	 * becomes a customer that never uses anything.
	 * @param user User id that asks.
	 */
	public record StartupProbe(@DefaultValue("warn") ProbeMode mode, @DefaultValue("5s") Duration timeout,
			@Nullable String principal, @Nullable String user) {

	}

}
