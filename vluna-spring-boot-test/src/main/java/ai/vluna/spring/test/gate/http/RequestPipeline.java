package ai.vluna.spring.test.gate.http;

import java.time.Clock;
import java.util.function.Supplier;

import ai.vluna.spring.test.gate.auth.RequestGuard;
import ai.vluna.spring.test.gate.auth.SignedRequest;
import ai.vluna.spring.test.gate.engine.BillingUser;
import ai.vluna.spring.test.gate.engine.GateEngine;
import ai.vluna.spring.test.gate.management.Management;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
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

	private final RequestGuard guard;

	private final Supplier<Management> management;

	private final AnswerCache cache;

	private final Operations operations = new Operations();

	private volatile ServerProcess process = new ServerProcess(this);

	/**
	 * Creates a pipeline.
	 * @param guard who may ask
	 * @param management who decides, asked anew for each request
	 * @param clock the clock
	 */
	public RequestPipeline(RequestGuard guard, Supplier<Management> management, Clock clock) {
		this.guard = guard;
		this.management = management;
		this.cache = new AnswerCache(clock);
	}

	/**
	 * Answers a request.
	 * @param request the request
	 * @return the answer
	 */
	public Answer answer(ReceivedRequest request) {
		try {
			return process(request);
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
	 * @param meanwhile what happens while there is none
	 */
	public void restart(Runnable meanwhile) {
		this.process.kill();
		this.cache.clear();
		meanwhile.run();
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
		return this.cache.knows(new AnswerCache.Key(request.method(), request.path(), key)) || this.management.get()
			.engine()
			.hasLease(request.headers().getOrDefault("x-principal-id", ""),
					request.headers().getOrDefault("x-user-id", ""), key);
	}

	private Answer process(ReceivedRequest request) {
		Endpoint.Binding binding = request.endpoint().binding();
		boolean hasBody = request.endpoint().hasBody();
		JsonNode json = (hasBody) ? JsonRequest.parse(request) : MissingNode.getInstance();
		Management management = this.management.get();
		BillingUser user = null;
		if (binding != Endpoint.Binding.NOBODY) {
			byte[] signedBody = (hasBody && json.isMissingNode()) ? NO_BODY : request.body();
			SignedRequest signed = new SignedRequest(request.method(), request.uri(), request.headers(), signedBody);
			this.guard.check(signed);
			user = (binding == Endpoint.Binding.USER) ? bind(management.engine(), signed) : null;
		}
		GateCall call = new GateCall(management, user, request, json);
		return (request.endpoint().changesState()) ? change(call, json) : this.operations.run(call);
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

	private Answer change(GateCall call, JsonNode json) {
		ReceivedRequest request = call.request();
		String key = request.idempotencyKey();
		if (key == null || key.isEmpty()) {
			throw Refusal.of(400, "VALIDATION.INVALID_INPUT", "missing_idempotency_key");
		}
		AnswerCache.Key cacheKey = new AnswerCache.Key(request.method(), request.path(), key);
		Answer known = this.cache.find(cacheKey, json);
		if (known != null) {
			return known;
		}
		Answer answer = this.operations.run(call);
		boolean event = request.endpoint() == Endpoint.EVENT;
		this.cache.store(cacheKey, json, (event) ? answer.withStatus(200) : answer);
		return answer;
	}

}
