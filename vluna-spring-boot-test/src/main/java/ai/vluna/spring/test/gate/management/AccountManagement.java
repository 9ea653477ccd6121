package ai.vluna.spring.test.gate.management;

import ai.vluna.spring.test.gate.engine.Administration;
import ai.vluna.spring.test.gate.engine.Administration.KnownUser;
import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.WireTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Limits the seats of accounts and shuts users out.
 */
final class AccountManagement {

	Answer updateAccount(Administration work, String accountId, Fields fields) {
		@Nullable String principal = work.principal(accountId);
		if (principal == null) {
			throw Refusal.of(404, "RESOURCE.NOT_FOUND", "billing account not found");
		}
		@Nullable Long seats = fields.optionalNumber("seat_limit");
		work.change((catalogue) -> catalogue.changeAccount(principal,
				(account) -> account.seats((seats != null) ? seats.intValue() : 0)));
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("billing_account_id", accountId);
		data.put("billing_principal_id", principal);
		data.put("seat_limit", seats);
		data.putObject("metadata");
		return Answer.ok(data);
	}

	Answer disable(Administration work, String userId) {
		KnownUser user = user(work, userId);
		work.change((catalogue) -> catalogue.changeAccount(user.principal(),
				(account) -> account.disabledUser(user.name())));
		return answer(work, userId, user, "disabled");
	}

	Answer restore(Administration work, String userId) {
		KnownUser user = user(work, userId);
		work.change((catalogue) -> catalogue.changeAccount(user.principal(),
				(account) -> account.restoredUser(user.name())));
		return answer(work, userId, user, "active");
	}

	private static KnownUser user(Administration work, String userId) {
		@Nullable KnownUser user = work.user(userId);
		if (user == null) {
			throw Refusal.of(404, "RESOURCE.NOT_FOUND", "billing user not found");
		}
		return user;
	}

	private static Answer answer(Administration work, String userId, KnownUser user, String status) {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("billing_user_id", userId);
		data.put("billing_account_id", user.accountId());
		data.put("billing_principal_id", user.principal());
		data.put("business_user_id", user.name());
		data.put("user_id", user.name());
		data.put("status", status);
		data.putObject("metadata");
		data.put("updated_at", WireTime.format(work.now()));
		return Answer.ok(data);
	}

}
