package ai.vluna.spring.test.gate.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of a request the way the server's JavaScript does, and refuses what it
 * refuses.
 *
 * @since 0.1.0
 */
public final class RequestBody {

	private static final Pattern CODE = Pattern.compile("[a-z0-9._/@:-]+");

	private static final Pattern CODE_EDGES = Pattern.compile("[a-z0-9](.*[a-z0-9])?");

	private static final Pattern UUID_TEXT = Pattern
		.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

	private final JsonNode json;

	public RequestBody(JsonNode json) {
		this.json = json;
	}

	/**
	 * Returns the whole body.
	 * @return the JSON, a missing node if there is no body
	 */
	public JsonNode json() {
		return this.json;
	}

	/**
	 * Tells whether a text has the form of an identifier.
	 * @param text the text
	 * @return {@code true} if it is a UUID in its usual form
	 */
	public static boolean isUuid(String text) {
		return UUID_TEXT.matcher(text).matches();
	}

	/**
	 * Reads the feature code.
	 * @return the normalised code
	 */
	public String featureCode() {
		JsonNode value = this.json.path("feature_code");
		if (!value.isString()) {
			throw Refusal.invalid("feature_code must be a string");
		}
		return code("feature_code", value.stringValue(), "feature_code is required");
	}

	/**
	 * Reads the committed quantity.
	 * @return a quantity above zero
	 */
	public long quantity() {
		return positive(this.json.path("quantity_minor"), "quantity_minor");
	}

	/**
	 * Returns the quantity as the server hands it to the database.
	 * @return the digits, however many
	 */
	public String quantityText() {
		return JavaScriptNumber.text(this.json.path("quantity_minor"));
	}

	/**
	 * Reads the quantity of an ingest, where zero is a quantity.
	 * @return the quantity, or {@code null} if there is none
	 */
	public @Nullable Long optionalQuantity() {
		JsonNode value = this.json.path("quantity_minor");
		return (isAbsent(value)) ? null : JavaScriptNumber.quantity(value, "quantity_minor");
	}

	/**
	 * Reads the estimate.
	 * @return the estimate, or {@code null} if there is none
	 */
	public @Nullable Long estimate() {
		JsonNode value = this.json.path("estimated_quantity_minor");
		return (isAbsent(value)) ? null : JavaScriptNumber.quantity(value, "estimated_quantity_minor");
	}

	/**
	 * Reads the budget.
	 * @return its identifier, or {@code null} if there is none
	 */
	public @Nullable UUID budgetId() {
		JsonNode value = this.json.path("budget_id");
		if (isAbsent(value)) {
			return null;
		}
		if (!value.isString() || !UUID_TEXT.matcher(value.stringValue()).matches()) {
			throw Refusal.invalid("budget_id must be a uuid string");
		}
		return UUID.fromString(value.stringValue());
	}

	/**
	 * Reads the lease token.
	 * @return the token
	 */
	public LeaseToken leaseToken() {
		JsonNode value = this.json.path("lease_token");
		if (isAbsent(value)) {
			throw Refusal.invalid("lease_token is required");
		}
		if (!value.isString()) {
			throw Refusal.unexpected();
		}
		return LeaseToken.parse(value.stringValue().trim());
	}

	/**
	 * Reads the family for a feature that is not known yet.
	 * @return its code, or {@code null} if there is none
	 */
	public @Nullable String familyCode() {
		JsonNode value = this.json.path("feature_family_code");
		if (isAbsent(value)) {
			return null;
		}
		if (!value.isString()) {
			throw Refusal.unexpected();
		}
		return code("feature_family_code", value.stringValue(), "feature_family_code is required");
	}

	/**
	 * Reads the items of a batch; anything but an array counts as none.
	 * @return the items
	 */
	public List<RequestBody> items() {
		JsonNode items = this.json.path("items");
		return (items.isArray()) ? items.valueStream().map(RequestBody::new).toList() : List.of();
	}

	/**
	 * Reads the idempotency key of an item. The server trims it before it looks whether
	 * there is one.
	 * @return the key, which may be empty
	 */
	public String itemKey() {
		JsonNode key = this.json.path("idempotency_key");
		if (!key.isString()) {
			throw Refusal.unexpected();
		}
		return key.stringValue().trim();
	}

	/**
	 * Reads the labels.
	 * @return the labels as text, sorted
	 */
	public Map<String, String> labels() {
		Map<String, String> labels = new TreeMap<>();
		this.json.path("labels").properties().forEach((label) -> {
			if (!label.getValue().isNull()) {
				labels.put(label.getKey(), label.getValue().asString(label.getValue().toString()));
			}
		});
		return labels;
	}

	/**
	 * Reads the meter lines; anything but an array counts as none.
	 * @return the lines
	 */
	public List<MeterLine> meters() {
		JsonNode meters = this.json.path("meters");
		if (!meters.isArray()) {
			return List.of();
		}
		List<MeterLine> lines = new ArrayList<>();
		for (JsonNode meter : meters) {
			long quantity = positive(meter.path("quantity_minor"), "items[].quantity_minor");
			String code = code("meter_code", meter.path("meter_code").asString(""), "items[].meter_code is required");
			JsonNode etag = meter.path("client_pricing_etag");
			lines.add(new MeterLine(code, quantity, (etag.isString()) ? etag.stringValue() : null));
		}
		return lines;
	}

	/**
	 * Reads when the usage is said to have occurred.
	 * @return the moment, or {@code null} if it is not said
	 */
	public @Nullable Instant occurredAt() {
		JsonNode value = this.json.path("occurred_at");
		if (isAbsent(value)) {
			return null;
		}
		Instant moment = WireTime.parse(value.asString(""));
		if (moment == null) {
			throw Refusal.invalid("occurred_at must be a valid date-time");
		}
		return moment;
	}

	private static long positive(JsonNode value, String field) {
		long quantity = JavaScriptNumber.quantity(value, field);
		if (quantity == 0) {
			throw Refusal.invalid(field + " must be greater than 0");
		}
		return quantity;
	}

	private static String code(String field, String text, String missing) {
		String code = text.trim().toLowerCase(Locale.ROOT);
		if (code.isEmpty()) {
			throw Refusal.invalid(missing);
		}
		if (code.length() > 128) {
			throw Refusal.invalid(field + " must be 1..128 chars");
		}
		if (!CODE.matcher(code).matches()) {
			throw Refusal.invalid(field + " must match [a-z0-9._/@:-]+");
		}
		if (!CODE_EDGES.matcher(code).matches()) {
			throw Refusal.invalid(field + " must start and end with [a-z0-9]");
		}
		return code;
	}

	private static boolean isAbsent(JsonNode value) {
		return value.isMissingNode() || value.isNull();
	}

	/**
	 * One meter of a commit or ingest.
	 *
	 * @param code the normalised meter code
	 * @param quantity the quantity in minor units
	 * @param pricingEtag the price the client believes in, or {@code null}
	 */
	public record MeterLine(String code, long quantity, @Nullable String pricingEtag) {

	}

	/**
	 * What names a lease: {@code lease.<id>.<secret>}.
	 *
	 * @param id the identifier of the lease
	 * @param secret the part that proves it was given
	 */
	public record LeaseToken(UUID id, String secret) {

		private static LeaseToken parse(String token) {
			if (token.isEmpty()) {
				throw Refusal.invalid("lease_token is required");
			}
			String[] parts = token.split("\\.", -1);
			if (parts.length != 3 || !parts[0].equals("lease") || parts[1].isEmpty() || parts[2].isEmpty()) {
				throw Refusal.invalid("invalid lease token format");
			}
			if (!UUID_TEXT.matcher(parts[1]).matches()) {
				throw Refusal.database("invalid input syntax for type uuid: \"" + parts[1] + '"');
			}
			return new LeaseToken(UUID.fromString(parts[1]), parts[2]);
		}

		@Override
		public String toString() {
			return "lease." + this.id + "." + this.secret;
		}

	}

}
