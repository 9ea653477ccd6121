package ai.vluna.spring.client.http;

import java.util.List;
import java.util.regex.Pattern;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.protocol.BatchCommitRequest;
import ai.vluna.spring.client.protocol.MeterLine;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what the gate would misread, before anything is sent. Nothing is repaired: an
 * encoded and a literal value would become one customer, a rounded quantity a wrong bill.
 */
final class RequestRules {

	private static final int MAX_KEY_LENGTH = 2000;

	private static final long MAX_QUANTITY = (1L << 53) - 1;

	private static final int MAX_QUANTITY_DIGITS = 16;

	private static final Pattern LEASE_TOKEN = Pattern
		.compile("lease\\.[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\..+");

	private RequestRules() {
	}

	static void checkWrite(CallContext context) {
		checkRead(context);
		checkText("idempotencyKey", context.idempotencyKey());
	}

	static void checkRead(CallContext context) {
		checkText("principalId", context.principalId());
		checkText("userId", context.userId());
		check(context);
	}

	static void check(CallContext context) {
		checkOptionalText("principalId", context.principalId());
		checkOptionalText("userId", context.userId());
		checkOptionalText("billingAccountId", context.billingAccountId());
		checkOptionalText("requestId", context.requestId());
		String key = context.idempotencyKey();
		checkOptionalText("idempotencyKey", key);
		if (key != null && key.length() > MAX_KEY_LENGTH) {
			throw new IllegalArgumentException(
					"'idempotencyKey' must not be longer than %d characters, but has %d: send a digest of it instead"
						.formatted(MAX_KEY_LENGTH, key.length()));
		}
	}

	static void checkOptionalText(String name, @Nullable String value) {
		if (value != null) {
			checkText(name, value);
		}
	}

	static void checkText(String name, @Nullable String value) {
		if (value == null || value.isEmpty()) {
			throw new IllegalArgumentException("'%s' must not be empty: determine it before the call".formatted(name));
		}
		if (value.charAt(0) == ' ' || value.charAt(value.length() - 1) == ' ') {
			throw new IllegalArgumentException(
					"'%s' must not have blanks at its ends: trim it where it is determined".formatted(name));
		}
		for (int i = 0; i < value.length(); i++) {
			char ch = value.charAt(i);
			if (ch < ' ' || ch > '~') {
				throw new IllegalArgumentException(
						"'%s' must consist of printable ASCII characters, but has U+%04X at index %d: map it to a stable ASCII id"
							.formatted(name, (int) ch, i));
			}
		}
	}

	static void checkQuantities(String quantity, List<MeterLine> meters) {
		checkQuantity("'quantityMinor'", quantity, 1);
		for (MeterLine meter : meters) {
			checkQuantity("'quantityMinor' of meter '" + meter.meterCode() + "'", meter.quantityMinor(), 1);
		}
	}

	static void checkBatch(List<BatchCommitRequest.Item> items) {
		for (BatchCommitRequest.Item item : items) {
			checkText("idempotencyKey", item.idempotencyKey());
			checkQuantities(item.quantityMinor(), item.meters());
			if (!LEASE_TOKEN.matcher(item.leaseToken()).matches()) {
				throw new IllegalArgumentException(
						"'leaseToken' of item '%s' is none that the gate hands out: it would "
							.formatted(item.idempotencyKey()) + "undo the other items of the batch unseen");
			}
		}
	}

	static void checkQuantity(String what, String quantity, long min) {
		long value = isInteger(quantity) ? Long.parseLong(quantity) : -1;
		if (value < min || value > MAX_QUANTITY) {
			throw new IllegalArgumentException(
					"%s must be a decimal integer from %d to %d, but is '%s': round it, or cancel when nothing was used"
						.formatted(what, min, MAX_QUANTITY, quantity));
		}
	}

	private static boolean isInteger(String text) {
		return !text.isEmpty() && text.length() <= MAX_QUANTITY_DIGITS
				&& text.chars().allMatch((ch) -> ch >= '0' && ch <= '9');
	}

}
