package ai.vluna.spring.test.gate.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.regex.Pattern;

import ai.vluna.spring.test.gate.protocol.Answer;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.RequestBody;
import ai.vluna.spring.test.gate.protocol.WireTime;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows and changes what a user may spend. The balance counts the money of the wallet
 * twice, as the server does: once as the sum of the adjustments, once as a grant.
 * <p>
 * The balance is recorded; the adjustment is a reading of the server's public source.
 */
final class WalletOperations {

	private static final int XUSD_DIGITS = 6;

	private static final Pattern INTEGER = Pattern.compile("-?\\d+");

	Answer balance(View view, BillingUser user) {
		Wallet wallet = user.wallet;
		long shown = wallet.ledger() + wallet.available();
		ObjectNode data = identified(user);
		writeAmount(data.putObject("balances"), Math.max(0, shown));
		writeAmount(data.putObject("outstanding_balances"), wallet.ledger() + wallet.remaining() - wallet.owed());
		ObjectNode conversion = data.putObject("conversion");
		conversion.put("as_of", WireTime.format(view.now()));
		conversion.put("usd_per_xusd", "0.000001");
		ArrayNode grants = data.putArray("grants");
		if (wallet.owed() > 0) {
			writeFallback(grants.addObject(), user, YearMonth.from(view.now().atOffset(ZoneOffset.UTC)));
		}
		if (wallet.issued() > 0) {
			writeCash(grants.addObject(), user);
		}
		return Answer.ok(data);
	}

	Answer adjust(BillingUser user, String key, RequestBody body) {
		long delta = delta(body.json());
		Tables.checkStorable(key);
		if (!user.adjustments.contains(key)) {
			user.wallet.adjust(delta);
			user.adjustments.add(key);
		}
		ObjectNode data = identified(user);
		data.put("unit", "xusd");
		data.put("balance", Long.toString(user.wallet.ledger()));
		return Answer.created(data);
	}

	private static long delta(JsonNode json) {
		JsonNode value = json.path("delta");
		String text = (value.isString() || value.isIntegralNumber()) ? value.asString("").trim() : "";
		if (!INTEGER.matcher(text).matches()) {
			throw Refusal.invalid("delta must be an integer string");
		}
		BigInteger delta = new BigInteger(text);
		if (delta.signum() == 0) {
			throw Refusal.invalid("delta must be non-zero");
		}
		if (!json.path("unit").asString("").trim().equalsIgnoreCase("xusd")) {
			throw Refusal.invalid("unit must be xusd");
		}
		if (delta.bitLength() >= Long.SIZE) {
			throw Refusal.unexpected();
		}
		return delta.longValue();
	}

	private static ObjectNode identified(BillingUser user) {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		data.put("billing_account_id", user.account.id.toString());
		data.put("billing_user_id", user.id.toString());
		return data;
	}

	private static void writeFallback(ObjectNode grant, BillingUser user, YearMonth month) {
		String start = WireTime.format(startOf(month));
		String end = WireTime.format(startOf(month.plusMonths(1)));
		writeGrant(grant, user, "fallback-cash", "Fallback Cash Anchor", "fallback", -100_000);
		grant.put("window_start", start);
		grant.put("window_end", end);
		writeAmount(grant.putObject("issued"), 0);
		writeAmount(grant.putObject("remaining"), -user.wallet.owed());
		grant.put("consumed_xusd", "0");
		ObjectNode metadata = grant.putObject("metadata");
		metadata.put("system", "fallback");
		metadata.put("period_start", start);
		metadata.put("period_end", end);
	}

	private static void writeCash(ObjectNode grant, BillingUser user) {
		writeGrant(grant, user, "wallet-cash", "Wallet Cash", "cash", 0);
		writeAmount(grant.putObject("issued"), user.wallet.issued());
		writeAmount(grant.putObject("remaining"), user.wallet.remaining());
		grant.put("consumed_xusd", Long.toString(user.wallet.debited()));
		grant.putObject("metadata").put("system", "wallet-cash");
	}

	private static void writeGrant(ObjectNode grant, BillingUser user, String program, String name, String origin,
			int priority) {
		grant.put("grant_id", UUID.nameUUIDFromBytes((program + user.id).getBytes(StandardCharsets.UTF_8)).toString());
		grant.put("grant_program_code", program);
		grant.put("name", name);
		grant.put("origin", origin);
		grant.put("on_ledger", false);
		grant.put("priority", priority);
		grant.put("status", "active");
	}

	private static void writeAmount(ObjectNode node, long xusd) {
		node.put("xusd", Long.toString(xusd));
		BigDecimal usd = BigDecimal.valueOf(xusd, XUSD_DIGITS).stripTrailingZeros();
		node.put("usd", usd.toPlainString());
	}

	private static Instant startOf(YearMonth month) {
		return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
	}

}
