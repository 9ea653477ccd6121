package ai.vluna.spring.test.gate.http;

import java.util.Objects;

import ai.vluna.spring.test.gate.engine.BillingUser;
import ai.vluna.spring.test.gate.engine.CatalogueQuery;
import ai.vluna.spring.test.gate.engine.GateEngine;
import ai.vluna.spring.test.gate.protocol.RequestBody;
import ai.vluna.spring.test.gate.script.ReceivedRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;

/**
 * A request that may be done: who sent it is verified, what it names is bound.
 *
 * @param engine who decides
 * @param caller the user, {@code null} if the endpoint asks for none
 * @param request the request
 * @param body its body
 */
record GateCall(GateEngine engine, @Nullable BillingUser caller, ReceivedRequest request, RequestBody body) {

	BillingUser user() {
		return Objects.requireNonNull(this.caller, "'caller' must not be null");
	}

	String key() {
		return Objects.requireNonNull(this.request.idempotencyKey(), "'idempotencyKey' must not be null");
	}

	CatalogueQuery query() {
		return new CatalogueQuery(new QueryStringDecoder(this.request.uri()).parameters());
	}

}
