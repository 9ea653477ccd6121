package ai.vluna.spring.test.gate.http;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Supplier;

import ai.vluna.spring.test.gate.auth.RequestGuard;
import ai.vluna.spring.test.gate.auth.SignedRequest;
import ai.vluna.spring.test.gate.engine.BillingUser;
import ai.vluna.spring.test.gate.engine.CatalogueQuery;
import ai.vluna.spring.test.gate.engine.GateEngine;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.RequestBody;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Turns a routed request into an answer. The order of the steps is the server's, and what
 * comes first decides which of several mistakes is told.
 *
 * @since 0.1.0
 */
public final class RequestPipeline {

	private static final Log logger = LogFactory.getLog(RequestPipeline.class);

	private static final byte[] NO_BODY = {};

	private static final Answer HEALTHY = new Answer(200,
			"{\"ok\":true,\"code\":\"OK\",\"data\":{\"service\":\"vluna\",\"status\":\"healthy\"}}"
				.getBytes(StandardCharsets.UTF_8));

	private final RequestGuard guard;

	private final Supplier<GateEngine> engine;

	private final AnswerCache cache;

	private volatile ServerProcess process = new ServerProcess(this);

	/**
	 * Creates a pipeline.
	 * @param guard who may ask
	 * @param engine who decides, asked anew for each request
	 * @param clock the clock
	 */
	public RequestPipeline(RequestGuard guard, Supplier<GateEngine> engine, Clock clock) {
		this.guard = guard;
		this.engine = engine;
		this.cache = new AnswerCache(clock);
	}

	/**
	 * Answers a request.
	 * @param request the request
	 * @return the answer
	 */
	public Answer answer(ReceivedRequest request) {
		try {
			return (request.endpoint() == Endpoint.HEALTH) ? HEALTHY : process(request);
		}
		catch (Refusal ex) {
			return ex.toAnswer();
		}
		catch (RuntimeException ex) {
			logger.error("The gate itself failed at " + request.method() + ' ' + request.path(), ex);
			return Refusal.unexpected().toAnswer();
		}
	}

	/**
	 * Lets another server process take over: what only the old one remembered is
	 * forgotten, and what it was working on is not done.
	 */
	public void restart() {
		this.process.kill();
		this.cache.clear();
		this.process = new ServerProcess(this);
	}

	/**
	 * Returns the server process that is alive.
	 * @return the process
	 */
	ServerProcess process() {
		return this.process;
	}

	/**
	 * Tells whether an authorize would only be answered again.
	 * @param request the request
	 * @return {@code false} if its key is new to the process and to the database
	 */
	boolean remembers(ReceivedRequest request) {
		String key = request.header("idempotency-key");
		if (key == null) {
			return false;
		}
		return this.cache.knows(new AnswerCache.Key(request.method(), request.path(), key)) || this.engine.get()
			.hasLease(request.headers().getOrDefault("x-principal-id", ""),
					request.headers().getOrDefault("x-user-id", ""), key);
	}

	private Answer process(ReceivedRequest request) {
		boolean post = request.endpoint().changesState();
		JsonNode json = (post) ? JsonRequest.parse(request) : MissingNode.getInstance();
		byte[] signedBody = (post && json.isMissingNode()) ? NO_BODY : request.body();
		SignedRequest signed = new SignedRequest(request.method(), request.uri(), request.headers(), signedBody);
		this.guard.check(signed);
		GateEngine engine = this.engine.get();
		BillingUser user = bind(engine, signed);
		return (post) ? change(engine, user, request, json) : read(engine, user, request);
	}

	private static BillingUser bind(GateEngine engine, SignedRequest request) {
		String principal = request.header("x-principal-id");
		String user = request.header("x-user-id");
		if (principal.isEmpty() || user.isEmpty()) {
			throw Refusal.of(401, "AUTH.MISSING_RUNTIME_BINDINGS", "x-principal-id and x-user-id are required");
		}
		return engine.bind(principal, user, request.header("x-billing-account-id"),
				request.header("x-billing-user-id"));
	}

	private Answer change(GateEngine engine, BillingUser user, ReceivedRequest request, JsonNode json) {
		String key = request.idempotencyKey();
		if (key == null || key.isEmpty()) {
			throw Refusal.of(400, "VALIDATION.INVALID_INPUT", "missing_idempotency_key");
		}
		AnswerCache.Key cacheKey = new AnswerCache.Key(request.method(), request.path(), key);
		Answer known = this.cache.find(cacheKey, json);
		if (known != null) {
			return known;
		}
		RequestBody body = new RequestBody(json);
		Answer answer = switch (request.endpoint()) {
			case AUTHORIZE -> engine.authorize(user, key, body);
			case COMMIT -> engine.commit(user, key, body);
			case CANCEL -> engine.cancel(user, body);
			default -> engine.ingest(user, key, body);
		};
		this.cache.store(cacheKey, json, answer);
		return answer;
	}

	private static Answer read(GateEngine engine, BillingUser user, ReceivedRequest request) {
		CatalogueQuery query = new CatalogueQuery(new QueryStringDecoder(request.uri()).parameters());
		return (request.endpoint() == Endpoint.LIMITS) ? engine.limits(user, query) : engine.meters(user, query);
	}

}
