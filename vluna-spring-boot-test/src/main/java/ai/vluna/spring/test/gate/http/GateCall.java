package ai.vluna.spring.test.gate.http;

import java.util.Objects;

import ai.vluna.spring.test.gate.engine.BillingUser;
import ai.vluna.spring.test.gate.engine.GateEngine;
import ai.vluna.spring.test.gate.engine.QueryParameters;
import ai.vluna.spring.test.gate.management.Management;
import ai.vluna.spring.test.gate.protocol.RequestBody;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that may be done: who sent it is verified, what it names is bound.
 *
 * @param management who decides, and lets operators decide
 * @param caller the user, {@code null} if the endpoint asks for none
 * @param request the request
 * @param json its body
 */
record GateCall(Management management, @Nullable BillingUser caller, ReceivedRequest request, JsonNode json) {

	GateEngine engine() {
		return this.management.engine();
	}

	RequestBody body() {
		return new RequestBody(this.json);
	}

	BillingUser user() {
		return Objects.requireNonNull(this.caller, "'caller' must not be null");
	}

	String key() {
		return Objects.requireNonNull(this.request.idempotencyKey(), "'idempotencyKey' must not be null");
	}

	String realm() {
		return this.request.headers().getOrDefault("x-realm-id", "");
	}

	String variable(String name) {
		return this.request.pathVariable(name);
	}

	QueryParameters query() {
		return new QueryParameters(new QueryStringDecoder(this.request.uri()).parameters());
	}

}
